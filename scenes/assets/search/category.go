package search

import (
	"fmt"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes/near"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// Check reports what a query asks for that nothing can be: a size below 0 in its
// text, or a category that no asset of the index has.
func (x *Index) Check(q Query) error {
	if s := readSizes(scan(q.Text)); s.negative {
		return fmt.Errorf("%q asks for a size below 0; write sizes without a minus", q.Text)
	}
	if q.Category == "" {
		return nil
	}
	is := x.of(q.Category)
	for i := range x.assets {
		if is(i) {
			return nil
		}
	}
	return x.noCategory(q.Category)
}

// of returns what decides whether the i-th asset has a category: the words of
// its own, or a class by its name or a synonym.
func (x *Index) of(category string) func(i int) bool {
	class := int32(-1)
	if c, ok := taxonomy.Exact(category); ok {
		class = int32(lex().byName[c.Name])
	}
	return func(i int) bool {
		return x.assets[i].Category == category || class >= 0 && x.docs[i].class == class
	}
}

// maxAlike is how many categories of one sort are named.
const maxAlike = 8

// noCategory is the error for a category that no asset has. It names those of
// the same sort, whose name ends in the word or which are used alike, or else
// the one that was probably meant.
func (x *Index) noCategory(category string) error {
	var names []string
	for i := range x.assets {
		names = append(names, x.assets[i].Category)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	name, role := strings.ToLower(category), taxonomy.Role(strings.ToLower(category))
	if c, ok := taxonomy.Exact(category); ok {
		name, role = c.Name, ""
		if len(c.Roles) > 0 {
			role = c.Roles[0]
		}
	}
	var ending, alike []string
	for _, n := range names {
		c, ok := taxonomy.ByName(n)
		ends := strings.HasSuffix(n, "_"+name)
		if ends {
			ending = append(ending, n)
		}
		if ends || ok && role != "" && c.Has(role) {
			alike = append(alike, n)
		}
	}
	if len(alike) > maxAlike {
		alike = ending // what so many share, such as decoration, is no sort
	}
	if len(alike) > 0 && len(alike) <= maxAlike {
		return fmt.Errorf("the library has no category %q; of that sort it has %s", category, strings.Join(alike, ", "))
	}
	meant := taxonomy.Meant(category)
	if !slices.Contains(names, meant) {
		meant = ""
		if len(category) <= maxText {
			meant = near.Nearest(category, names)
		}
	}
	if meant != "" {
		return fmt.Errorf("the library has no category %q; did you mean %q?", category, meant)
	}
	return fmt.Errorf("the library has no category %q; leave it out, or see which there are with: metaspatial assets search", category)
}
