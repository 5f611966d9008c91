// Finds parts of pages that have all words, headings first.
"use strict";
const base = document.getElementById("site-searching").dataset.base;
const form = document.getElementById("site-search");
const input = form.querySelector("input");
const list = form.querySelector("ol");
form.hidden = false;

// On a narrow screen the pages are a menu that begins closed.
if (matchMedia("(max-width: 50rem)").matches) document.querySelector("nav > details").open = false;

const parts = index.map((p) => ({ ...p, title: p.t.toLowerCase(), heading: (p.h || "").toLowerCase(), text: p.x.toLowerCase() }));

function score(part, words) {
  let sum = 0;
  for (const w of words) {
    const s = (part.title.includes(w) ? 6 : 0) + (part.heading.includes(w) ? 5 : 0) + (part.text.includes(w) ? 1 : 0);
    if (s === 0) return 0;
    sum += s;
  }
  return sum;
}

// snippet adds the words around the first match to an element, the match marked.
function snippet(element, part, words) {
  const hits = words.map((w) => [part.text.indexOf(w), w.length]).filter(([at]) => at >= 0).sort((a, b) => a[0] - b[0]);
  const [at, length] = hits[0] || [0, 0];
  const begin = Math.max(0, at - 50);
  element.append(begin > 0 ? "…" : "", part.x.slice(begin, at));
  const mark = document.createElement("mark");
  mark.textContent = part.x.slice(at, at + length);
  element.append(mark, part.x.slice(at + length, at + length + 90));
}

function search() {
  list.replaceChildren();
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return;
  const found = parts.map((p) => [score(p, words), p]).filter(([s]) => s > 0).sort((a, b) => b[0] - a[0]).slice(0, 12);
  for (const [, part] of found) {
    const item = document.createElement("li"), a = document.createElement("a"), small = document.createElement("small");
    a.href = base + part.u;
    a.textContent = part.h ? part.t + " › " + part.h : part.t;
    snippet(small, part, words);
    a.append(small);
    item.append(a);
    list.append(item);
  }
  if (found.length === 0) {
    const item = document.createElement("li");
    item.textContent = "Nothing has all of these words.";
    list.append(item);
  }
}

input.addEventListener("input", search);
form.addEventListener("submit", (e) => {
  e.preventDefault();
  const first = list.querySelector("a");
  if (first) location.href = first.href;
});
document.addEventListener("keydown", (e) => {
  if (e.key === "/" && !/INPUT|TEXTAREA/.test(document.activeElement.tagName)) {
    e.preventDefault();
    input.focus();
  } else if (e.key === "Escape") {
    list.replaceChildren();
    input.blur();
  } else if ((e.key === "ArrowDown" || e.key === "ArrowUp") && form.contains(document.activeElement)) {
    const stops = [input, ...list.querySelectorAll("a")];
    const next = stops[stops.indexOf(document.activeElement) + (e.key === "ArrowDown" ? 1 : -1)];
    if (next) { e.preventDefault(); next.focus(); }
  }
});
document.addEventListener("click", (e) => { if (!form.contains(e.target)) list.replaceChildren(); });
