package gltfio

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/qmuntal/gltf"
)

// The navigation mesh keeps a person's radius from walls and furniture, is one
// piece through the door between two rooms, and exists upstairs too.
func TestNavmesh(t *testing.T) {
	level, models := flat()
	data, doc := exported(t, "flat.glb", level, models, everything)
	_, bin, err := splitGLB(data)
	if err != nil {
		t.Fatal(err)
	}
	meshes := map[string][][3]scenes.Vec2{}
	for _, n := range doc.Nodes {
		if !strings.HasSuffix(n.Name, "-navmesh") {
			continue
		}
		prim := doc.Meshes[*n.Mesh].Primitives[0]
		bytesOf := func(accessor int) []byte {
			v := doc.BufferViews[*doc.Accessors[accessor].BufferView]
			return bin[v.ByteOffset : v.ByteOffset+v.ByteLength]
		}
		values := make([]float32, 3*doc.Accessors[prim.Attributes[gltf.POSITION]].Count)
		list := make([]uint16, doc.Accessors[*prim.Indices].Count)
		if err := errors.Join(decode(bytesOf(prim.Attributes[gltf.POSITION]), values), decode(bytesOf(*prim.Indices), list)); err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(list); i += 3 {
			var tri [3]scenes.Vec2
			for k := range tri {
				v := values[3*int(list[i+k]):]
				tri[k] = scenes.Vec2{float64(v[0]), -float64(v[2])}
			}
			if cross(tri[0], tri[1], tri[2]) < -1e-6 {
				t.Errorf("%s: triangle %d looks down: %v", n.Name, i/3, tri)
			}
			meshes[n.Name] = append(meshes[n.Name], tri)
		}
	}
	below, above := meshes["navigation-navmesh"], meshes["navigation_2-navmesh"]
	inside := func(list [][3]scenes.Vec2, p scenes.Vec2) bool {
		return slices.ContainsFunc(list, func(t [3]scenes.Vec2) bool {
			return cross(t[0], t[1], p) >= 0 && cross(t[1], t[2], p) >= 0 && cross(t[2], t[0], p) >= 0
		})
	}
	for p, want := range map[scenes.Vec2]bool{
		{0.3, 0.5}: true, {0.2, 0.5}: false, {3.3, 1.5}: true, {2, 1.3}: false, {1.2, 2.2}: false, {1.2, 2.1}: true,
		{4.1, 1.5}: true, {4.1, 1.9}: false, {4.1, 0.5}: false, {5.7, 1.5}: true, {6.9, 1}: false,
	} {
		if inside(below, p) != want {
			t.Errorf("%v is walkable: %v, want %v", p, !want, want)
		}
	}
	loft := &level.Rooms[2]
	for p, want := range map[scenes.Vec2]bool{{4, 1}: true, {1.5, 1.5}: false, {0.2, 0.5}: false, {3, 3.5}: false, {0.5, 0.5}: true} {
		if got := inside(above, loft.Point(p.Vec3(0)).Vec2()); got != want {
			t.Errorf("upstairs %v is walkable: %v, want %v", p, got, want)
		}
	}
	// One piece: triangles that share an edge are joined.
	if n := pieces(below); n != 1 {
		t.Errorf("the navigation mesh is in %d pieces", n)
	}
}

func decode(data []byte, into any) error {
	return binary.Read(bytes.NewReader(data), binary.LittleEndian, into)
}

// pieces counts the sets of triangles that shared edges join.
func pieces(list [][3]scenes.Vec2) int {
	set := make([]int, len(list))
	edges := map[[2]scenes.Vec2]int{}
	for i, t := range list {
		for k := range t {
			edges[[2]scenes.Vec2{t[k], t[(k+1)%3]}] = i
		}
	}
	n := 0
	var fill func(i int)
	fill = func(i int) {
		set[i] = n
		for k := range 3 {
			if j, ok := edges[[2]scenes.Vec2{list[i][(k+1)%3], list[i][k]}]; ok && set[j] == 0 {
				fill(j)
			}
		}
	}
	for i := range list {
		if set[i] == 0 {
			n++
			fill(i)
		}
	}
	return n
}
