// Package raster draws furnished rooms in pure Go: colour, depth, instance id
// and normals in one pass, a picture in about a millisecond, and the same bytes
// on every processor and for every number of workers.
//
// # Units and frames
//
// Everything stands in layout space: metres, z up, compass headings in degrees.
// Depth is in metres along the view, so that [Camera.Unproject] gives the place
// of what a pixel shows. Normals are unit vectors of layout space in steps of
// 1/127. Lights are radiometric (see [Light]): watts, metres, and a white matt
// surface that receives an irradiance of π W/m² comes out as 1.
//
// # Same bytes
//
// Triangle edges are walked in exact integers, in 1/256 of a pixel with the
// top-left rule. All other arithmetic that reaches a pixel rounds every product
// by an explicit conversion before it is added to anything, which the language
// specification says forbids fusing the two; sines, powers and exponentials are
// rounded to a grid coarser than their last bits. Rows do not depend on each
// other's order, so splitting them between workers changes nothing. Golden
// pictures in the tests hold for every GOAMD64 level.
//
// # How a picture is made
//
// Models are made ready once and shared through a [Cache]: linear mip-mapped
// textures, bounding spheres, whether a surface is closed (its backs are then
// never drawn), and ever coarser copies by vertex clustering. A part outside of
// the view or smaller than half a sample is left out; of the others the coarsest
// copy is drawn whose corners are off by no more than a sample. Vertices are
// projected, triangles clipped and culled. A visibility pass notes the nearest
// triangle of every sample; only then are the corners of what is seen lit and
// its planes set up, and every run of samples is coloured once. See-through
// triangles are blended over it from back to front, then the ghosts of what
// hangs on walls and ceilings that are not drawn. Textures are sampled with
// perspective, bilinearly, from the mip level that fits the run.
//
// [Preview] has flat colours: of a texture each triangle takes one. [Train] has
// textures, a sun without shadows, sky and ground light, a weak light at the
// camera, lit by corner; occlusion maps of the floor and the walls give corners
// and furniture their contact shade.
//
// [Beauty] is lit by pixel, with 2×2 samples, where each triangle that a pixel
// shows is shaded once. Every light draws maps of what it sees, one for the sun,
// six for a lamp; a point is in the penumbra by the width that the light's size
// and the blockers' distance give (percentage-closer soft shadows, Fernando
// 2005). The maps also tell which patches the light falls on: these are taken
// as small lights (Keller 1997; Dachsbacher and Stamminger 2005) and gathered in
// a grid of probes of six directions. The probes and the surroundings are the
// ambient light, dimmed where geometry nearby hides the sky (the estimator of
// McGuire, Mara and Luebke 2012) and worked out for every second pixel of every
// second row. A scene without lights of its own has a low sun, which the walls
// let through, a sky, and a warm glow at everything whose category says that it
// is a lamp. Maps and probes are kept while lights and things stay as they are.
//
// # Colour
//
// Textures, tints and backgrounds are decoded from sRGB; light, filtering,
// blending and tints are linear, in 16 bits with 16384 for white. [Soft] leaves
// values up to 0.65 as they are and bends the rest below white; [Filmic] is a
// sigmoid of the stops about middle grey, close to Blender's view of that name.
// Samples are tone mapped before they are averaged, or a bright one would
// swallow an edge.
//
// # Memory and limits
//
// A renderer keeps its buffers: per sample 14 bytes, 4 more with see-through
// things and 14 more with ghosts; per pixel of beauty 11 more; per triangle in view about 100 and per
// vertex in view 40. A lamp's maps take 8 MB in beauty, the sun's 9 MB, at most
// eight lights. A frame takes 10 bytes per pixel, 13 with normals. Pictures are
// at most 4096 pixels wide and high, which in beauty takes 2 GB. A model ready
// for drawing takes about 60 bytes per triangle, its coarser copies no more
// than that again; a cache holds 1024 of them.
//
// Triangles with corners that are not finite, indices out of range, missing
// textures and materials, and objects at no finite place are left out or drawn
// plainly; a room or a camera that cannot be drawn is an error that says why.
//
// # Cost
//
// On one core of a shared EPYC server, least of many pictures of a room of 7,264
// triangles (BenchmarkTracedRoom): preview and train 256² 0.65 ms, train 512²
// 1.8 ms, beauty 512² 21 ms and 4 more when the light is worked out anew, beauty
// 800² 47 ms and 4. Furnished rooms of twelve objects, which fill more of the
// picture and whose floors and walls have textures and contact shade, take 1 to
// 1.7 ms in train at 256² and 30 to 45 ms in beauty at 512².
// Making a model ready takes 1 to 2 µs per triangle, once.
//
// A [Renderer] may be used by one goroutine at a time; several share prepared
// models through a [Cache].
package raster
