package semantics

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
)

func pack(files ...string) fstest.MapFS {
	out := fstest.MapFS{}
	for i := 0; i+1 < len(files); i += 2 {
		out[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return out
}

const mit = "MIT License\n\nCopyright (c) 2025 Kenney\n\nPermission is hereby granted, free of charge, to any person"

func TestLicence(t *testing.T) {
	for name, test := range map[string]struct {
		fsys         fstest.MapFS
		licence, why string
		author       string
	}{
		"a licence file":     {pack("LICENSE.txt", "\tPack : Bits (1.0)\n\n\tCreated/distributed by Kay Lousberg (www.kaylousberg.com)\n\tLicense: (Creative Commons Zero, CC0)\n"), "CC0-1.0", "LICENSE.txt", "Kay Lousberg"},
		"code under another": {pack("LICENSE", mit, "README.md", "# Kit\n\nAssets included in this package (2D sprites, 3D models) are [CC0 licensed](https://creativecommons.org/publicdomain/zero/1.0/)\n"), "CC0-1.0", "README.md says so of the assets", "Kenney"},
		"code alone":         {pack("COPYING", mit), "MIT", "COPYING", "Kenney"},
		"below":              {pack("docs/info/credits.txt", "Author: Jane Doe <jane@example.org>\nLicense: CC-BY-SA 3.0\n", "x/y/z/LICENSE", "GPL-3"), "CC-BY-SA-3.0", "docs/info/credits.txt", "Jane Doe"},
		"with a version":     {pack("Licence.md", "This work is licensed under https://creativecommons.org/licenses/by/3.0/"), "CC-BY-3.0", "Licence.md", ""},
		"not for sale":       {pack("license.txt", "Creative Commons Attribution-NonCommercial 4.0 International"), "CC-BY-NC-4.0", "license.txt", ""},
		"a near miss":        {pack("license.txt", "You must ask first."), "unknown", "no file that names", ""},
		"nothing":            {pack("model.gltf", "CC0"), "unknown", "no file", ""},
		"enormous":           {pack("LICENSE", strings.Repeat("x", mostText)+"CC0 "), "unknown", "no file", ""},
		"not text":           {pack("LICENSE.png", "CC0", "LICENSE", "\xff\xfe\x00CC0\x00"), "CC0-1.0", "LICENSE", ""},
		"the holders":        {pack("LICENSE", "the above copyright notice\ncopyright holders be liable\nCopyright 2020-2024 Acme Games, all rights reserved. MIT licence"), "MIT", "LICENSE", "Acme Games"},
	} {
		t.Run(name, func(t *testing.T) {
			licence, why := Licence(test.fsys)
			author, authorWhy := Author(test.fsys)
			if licence != test.licence || !strings.Contains(why, test.why) {
				t.Errorf("%s (%s), want %s (%s)", licence, why, test.licence, test.why)
			}
			if author != test.author || authorWhy == "" {
				t.Errorf("author %q (%s), want %q", author, authorWhy, test.author)
			}
		})
	}
}

func TestRealPacksAreCC0(t *testing.T) {
	for name, author := range map[string]string{"kaykit-furniture-bits": "Kay Lousberg", "kenney-starter-city-builder": "Kenney"} {
		p, facts := measurePack(t, name)
		a := Conclude(p, facts[:1], nil)[0]
		if a.Licence != "CC0-1.0" || a.Author != author {
			t.Errorf("%s: %s by %q (%+v, %+v)", name, a.Licence, a.Author, a.Evidence.Licence, a.Evidence.Author)
		}
	}
}

// What the file says of itself outranks the pack.
func TestLicenceOfOneFile(t *testing.T) {
	for name, test := range map[string]struct {
		say                  func(*gltfio.Info)
		licence, author, why string
	}{
		"nothing":   {func(*gltfio.Info) {}, "CC0-1.0", "Ann", "LICENSE"},
		"copyright": {func(i *gltfio.Info) { i.Copyright = "Copyright 2021 Bob Ross. CC-BY 4.0" }, "CC-BY-4.0", "Bob Ross", "asset.copyright"},
		"metadata": {func(i *gltfio.Info) {
			i.Licence, i.Author = "CC-BY-4.0 (http://creativecommons.org/licenses/by/4.0/)", "Cy"
		}, "CC-BY-4.0", "Cy", "metadata"},
		"own words":             {func(i *gltfio.Info) { i.Licence = "Ask  me\nfirst" }, "Ask me first", "Ann", "own words"},
		"no words of a licence": {func(i *gltfio.Info) { i.Copyright = "2021 Studio" }, "CC0-1.0", "Ann", "LICENSE"},
	} {
		t.Run(name, func(t *testing.T) {
			f := factsOf("vase", cuboid(.2, .2, .3), scenes.Vec3{}, test.say)
			p := &Pack{Name: "pack", Licence: "CC0-1.0", LicenceWhy: "LICENSE of the pack", Author: "Ann", AuthorWhy: "README"}
			a := Conclude(p, []*Facts{f}, nil)[0]
			if a.Licence != test.licence || a.Author != test.author || !strings.Contains(a.Evidence.Licence.Why, test.why) {
				t.Errorf("%s by %s (%s)", a.Licence, a.Author, a.Evidence.Licence.Why)
			}
		})
	}
}
