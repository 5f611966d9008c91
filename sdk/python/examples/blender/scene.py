"""Builds and draws scenes. Blender runs it: blender --background --python scene.py -- job.json."""

import json
import math
import sys

import bpy
import numpy
from mathutils import Matrix, Vector
from mathutils.geometry import tessellate_polygon

# The importer of Blender 3.4 uses a name that newer versions of NumPy dropped.
if "bool" not in numpy.__dict__:
    numpy.bool = bool

WALL, SLAB, CURB, PLAN = 0.12, 0.08, 0.1, 1.25
#: What hangs on a wall that is cut away, or a ceiling seen through, is drawn as a ghost.
REACH, OPACITY = 0.1, 0.55
PALETTE = [0x6F8FAF, 0xC58F6A, 0x86A97C, 0xB98BA3, 0xCDB36B, 0x7FB0AE, 0xA98F78, 0x8E8CC0, 0xC77F78, 0x94A3AD]
FLOORS = {"tiles": 0xD9DEDE, "carpet": 0x8F959C, "walnut": 0x8A6549, "planks": 0xC2A57F}
BACKGROUND, SECTION, OUTSIDE = 0xCCD3DC, 0x8C929B, 0xB9BEC6
#: The sun's direction and what the light is made of, as in render/raster.
SUN = (0.34, -0.46, 0.82)


def linear(color):
    """The linear colour of an sRGB value 0xRRGGBB."""
    out = []
    for shift in (16, 8, 0):
        v = (color >> shift & 255) / 255
        out.append(v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4)
    return (*out, 1.0)


def material(name, color, rough=0.6, glow=0.0):
    """A plain material."""
    m = bpy.data.materials.new(name)
    m.use_nodes = True
    shader = m.node_tree.nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = (0, 0, 0, 1) if glow else color
    shader.inputs["Roughness"].default_value = rough
    if glow:
        shader.inputs["Emission" if "Emission" in shader.inputs else "Emission Color"].default_value = color
        shader.inputs["Emission Strength"].default_value = glow
    return m


def add(name, verts, faces, stuff, index, matrix=None):
    """An object of a mesh."""
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(verts, [], faces)
    mesh.materials.append(stuff)
    o = bpy.data.objects.new(name, mesh)
    o.pass_index = index
    if matrix is not None:
        o.matrix_world = matrix
    bpy.context.scene.collection.objects.link(o)
    return o


def box(name, low, high, stuff, index=1, matrix=None):
    """A box between two corners."""
    verts = [(x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])]
    faces = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    return add(name, verts, faces, stuff, index, matrix)


class Room:
    """The shell: floor, walls with their openings, and the ceiling."""

    def __init__(self, room, program, camera):
        self.room, self.camera = room, camera
        self.floor = room["floor"]
        self.cut = set(camera["cut"])
        kind = "planks"
        for words, finish in (
            (("bath", "kitchen", "toilet", "laundry", "garage"), "tiles"),
            (("office", "study", "library", "meeting"), "carpet"),
            (("living", "lounge", "dining"), "walnut"),
        ):
            if any(w in program.lower() for w in words):
                kind = finish
                break
        self.wall = material("wall", linear(0xEFEDE7), 0.9)
        self.trim = material("trim", linear(0xF4F2EE))
        self.leaf = material("door", linear(0xC9A77C))
        self.pit = material("hole", linear(0x2B2F34), 0.9)
        self.section = material("section", linear(SECTION))
        self.outside = material("outside", linear(OUTSIDE))
        self.glass = material("glass", linear(0xBFE0F5), 1.0, glow=1.0)
        self.ground = material("floor", linear(FLOORS[kind]), 0.5)

    def build(self):
        """Adds everything."""
        self.slab(0.0, self.ground, "floor", [self.floor, *self.room["holes"]])
        for hole in self.room["holes"]:
            self.slab(0.0, self.pit, "hole", [hole])
        for i in range(len(self.floor)):
            self.side(i)
        if not self.camera["plan"]:
            self.ceiling()

    def slab(self, z, stuff, name, outlines):
        """A polygon, the first outline, less the others, at some height."""
        rings = [[Vector((*p, z)) for p in outline] for outline in outlines]
        faces = tessellate_polygon(rings)
        verts = [tuple(v) for ring in rings for v in ring]
        o = add(name, verts, faces, stuff, 1)
        # The tessellation does not say which way its faces look.
        for p in o.data.polygons:
            if p.normal.z < 0:
                p.flip()
        return o

    def ceiling(self):
        """Seen from below only, and no obstacle to light."""
        if self.camera["ortho"] == 0 and self.camera["eye"][2] < self.room["height"]:
            o = self.slab(self.room["height"], self.trim, "ceiling", [self.floor])
            self.airy(o)

    def airy(self, o):
        """Keeps the light of the sky from being shut out, so that every camera sees the same light."""
        o.visible_shadow = o.visible_diffuse = o.visible_glossy = False
        for slot in o.material_slots:
            if hasattr(slot.material, "shadow_method"):
                slot.material.shadow_method = "NONE"

    def outward(self, i):
        """The first corner of a wall, its direction and length, and the way out."""
        p, q = Vector(self.floor[i]), Vector(self.floor[(i + 1) % len(self.floor)])
        d = q - p
        return p, d.normalized(), d.length, Vector((d.y, -d.x)).normalized()

    def side(self, i):
        """One wall, whose frame is along, out and up."""
        p, along, length, out = self.outward(i)
        if length < 1e-3:
            return
        top = self.room["height"]
        if self.camera["plan"]:
            top = min(top, PLAN)
        elif i in self.cut:
            top = min(top, CURB)
        frame = Matrix(((along.x, out.x, 0, p.x), (along.y, out.y, 0, p.y), (0, 0, 1, 0), (0, 0, 0, 1)))

        def part(s0, s1, z0, z1, stuff, near=0.0, far=WALL):
            if s1 - s0 < 1e-4 or z1 - z0 < 1e-4:
                return
            o = box("wall", (s0, near, z0), (s1, far, z1), stuff, 1, frame)
            if stuff is self.wall:
                o.data.materials.append(self.outside)
                o.data.materials.append(self.section)
                # Of a box's faces: its outer side, its top, and the ends that close a corner.
                ends = [face for face, open in ((0, s0 < 0), (1, s1 > length)) if open]
                for face, slot in ((3, 1), (5, 2), *((face, 1) for face in ends)):
                    o.data.polygons[face].material_index = slot
            self.airy(o)

        gaps = []
        for o in self.room["openings"]:
            if o["wall"] == i:
                s0, s1 = max(0, o["offset"] - o["width"] / 2), min(length, o["offset"] + o["width"] / 2)
                z0 = 0 if o["kind"] == "door" else o["sill"]
                gaps.append((s0, s1, z0, min(o["sill"] + o["height"], self.room["height"]), o["kind"]))
        # Walls meet at convex corners.
        n = len(self.floor)
        before, after = self.outward((i - 1) % n)[3], self.outward((i + 1) % n)[3]
        start = -WALL if before.x * out.y - before.y * out.x > 1e-6 else 0.0
        end = length + (WALL if out.x * after.y - out.y * after.x > 1e-6 else 0.0)
        bounds = sorted({start, end, *(s for g in gaps for s in g[:2])})
        for a, b in zip(bounds, bounds[1:]):
            z = -SLAB
            for g in sorted((g for g in gaps if g[0] < (a + b) / 2 < g[1]), key=lambda g: g[2]):
                part(a, b, z, min(g[2], top), self.wall)
                z = max(z, g[3])
            part(a, b, z, top, self.wall)
        for s0, s1, z0, z1, kind in gaps:
            head = 0.05 if z1 <= top else 0.0  # the frame's, unless the wall is cut below it
            z1 = min(z1, top)
            if kind == "door":
                part(s0, s1, -SLAB, 0, self.trim)
                part(s0 + 0.05, s1 - 0.05, 0, z1 - head, self.leaf, WALL * 0.3, WALL * 0.75)
                part(s0, s0 + 0.05, 0, z1, self.trim, -0.018)
                part(s1 - 0.05, s1, 0, z1, self.trim, -0.018)
                part(s0, s1, z1 - head, z1, self.trim, -0.018)
            else:
                part(s0, s1, z0, z1, self.glass, WALL * 0.48, WALL * 0.52)
                part(s0 - 0.03, s1 + 0.03, z0, min(z0 + 0.035, z1), self.trim, -0.058)
                for s in (s0, s1 - 0.05):
                    part(s, s + 0.05, z0, z1, self.trim, -0.018)

    def hung(self, o):
        """Whether an object hangs on what is not drawn."""
        at = Vector(o["position"][:2])
        if o["support"] == "wall":
            for i in self.cut:
                p, along, length, out = self.outward(i)
                d = at - p
                if -d.dot(out) - o["size"][1] / 2 < REACH and -REACH < d.dot(along) < length + REACH:
                    return True
        open_above = self.camera["ortho"] > 0 or self.camera["eye"][2] >= self.room["height"]
        return o["support"] == "ceiling" and open_above


def furnish(objects, room):
    """Adds the objects, each fitted into its box."""
    loaded = {}
    for o in objects:
        yaw = Matrix.Rotation(-math.radians(o["yaw"]), 4, "Z")
        place = Matrix.Translation(o["position"]) @ yaw
        parts = model(o, place, loaded) if o["model"] else placeholder(o, place)
        for part in parts:
            part.pass_index = o["index"]
            if room.hung(o):
                ghost(part)


def model(o, place, loaded):
    """Copies of an asset's model at the size of the object, which stretches it."""
    if o["model"] not in loaded:
        known = set(bpy.data.objects)
        bpy.ops.import_scene.gltf(filepath=o["model"])
        new = [x for x in bpy.data.objects if x not in known]
        # glTF looks along what Blender calls -y; layouts look along +y.
        bpy.context.view_layer.update()
        turn = Matrix.Rotation(math.pi, 4, "Z")
        meshes = [(x.data, turn @ x.matrix_world) for x in new if x.type == "MESH"]
        for x in new:
            bpy.data.objects.remove(x)
        corners = [m @ v.co for data, m in meshes for v in data.vertices]
        low = Vector(min(c[k] for c in corners) for k in range(3))
        high = Vector(max(c[k] for c in corners) for k in range(3))
        loaded[o["model"]] = meshes, low, high
    meshes, low, high = loaded[o["model"]]
    fit = Matrix.Diagonal((*(s / max(h - l, 1e-6) for s, l, h in zip(o["size"], low, high)), 1))
    inside = place @ fit @ Matrix.Translation(-(low + high) / 2)
    out = []
    for data, m in meshes:
        mesh = data.copy()
        mesh.transform(inside @ m)  # it may shear, which an object's own matrix cannot
        part = bpy.data.objects.new(o["id"], mesh)
        bpy.context.scene.collection.objects.link(part)
        out.append(part)
    return out


def placeholder(o, place):
    """A box in its category's colour, with a paler front and an arrow that points there."""
    h = 2166136261  # FNV-1a
    for byte in (o["category"] or o["id"]).encode():
        h = (h ^ byte) * 16777619 & 0xFFFFFFFF
    color = linear(PALETTE[h % len(PALETTE)])
    x, y, z = (s / 2 for s in o["size"])
    out = [box(o["id"], (-x, -y, -z), (x, y, z), material("box", color, 0.8), o["index"], place)]
    edge = min(0.04, min(x, y, z) * 0.45)
    bevel = out[0].modifiers.new("edges", "BEVEL")
    bevel.width, bevel.segments = edge, 2
    if o["flat"] or z < 0.03:
        return out

    def mixed(k):
        return material("mark", tuple(c + (1 - c) * k for c in color[:3]) + (1,), 0.8)

    b = min(0.07, min(x, z) * 0.3)
    if x - b > 0.01 and z - b > 0.01:
        s, t, f = x - b, z - b, y + 0.003
        front = [(s, f, -t), (-s, f, -t), (-s, f, t), (s, f, t)]
        out.append(add(o["id"], front, [(0, 1, 2, 3)], mixed(0.3), o["index"], place))
    r = min(0.16, min(x, y) * 0.5)
    tip, t = y - r * 0.45, z + 0.003
    arrow = [(-r, tip - r, t), (r, tip - r, t), (0, tip, t)]
    out.append(add(o["id"], arrow, [(0, 1, 2)], mixed(0.75), o["index"], place))
    return out


def ghost(part):
    """Lets one see through an object."""
    part.visible_shadow = False
    for slot in part.material_slots:
        if slot.material is None:
            continue
        m = slot.material = slot.material.copy()
        if hasattr(m, "blend_method"):
            m.blend_method = "BLEND"
        nodes, links = m.node_tree.nodes, m.node_tree.links
        out = next(n for n in nodes if n.type == "OUTPUT_MATERIAL")
        mix, clear = nodes.new("ShaderNodeMixShader"), nodes.new("ShaderNodeBsdfTransparent")
        mix.inputs[0].default_value = OPACITY
        links.new(clear.outputs[0], mix.inputs[1])
        links.new(out.inputs["Surface"].links[0].from_socket, mix.inputs[2])
        links.new(mix.outputs[0], out.inputs["Surface"])


def light():
    """The sky and a sun, the same for every camera."""
    scene = bpy.context.scene
    scene.world = world = bpy.data.worlds.new("world")
    world.use_nodes = True
    nodes, links = world.node_tree.nodes, world.node_tree.links
    sky = nodes["Background"]
    sky.inputs["Color"].default_value, sky.inputs["Strength"].default_value = (0.97, 0.98, 1.0, 1), 0.5
    plain = nodes.new("ShaderNodeBackground")
    plain.inputs["Color"].default_value = linear(BACKGROUND)
    mix, path = nodes.new("ShaderNodeMixShader"), nodes.new("ShaderNodeLightPath")
    links.new(path.outputs["Is Camera Ray"], mix.inputs[0])
    links.new(sky.outputs[0], mix.inputs[1])
    links.new(plain.outputs[0], mix.inputs[2])
    links.new(mix.outputs[0], nodes["World Output"].inputs["Surface"])
    sun = bpy.data.lights.new("sun", "SUN")
    sun.energy, sun.angle, sun.color = 2.2, 0.15, (1.0, 0.97, 0.91)
    lamp = bpy.data.objects.new("sun", sun)
    lamp.rotation_euler = Vector(SUN).to_track_quat("Z", "Y").to_euler()
    scene.collection.objects.link(lamp)


def look(camera, width, height):
    """The camera; Blender's lens and shift go by the picture's greater side."""
    lens = bpy.data.cameras.new("camera")
    side = max(width, height)
    if camera["ortho"] > 0:
        lens.type, lens.ortho_scale = "ORTHO", camera["ortho"] * side / height
    else:
        focal = height / 2 / math.tan(math.radians(min(camera["fov"], 170)) / 2)
        lens.angle = 2 * math.atan(side / 2 / focal)
    lens.shift_x, lens.shift_y = camera["shift_x"], camera["shift_y"]
    lens.clip_start, lens.clip_end = 0.05, 10000
    right, up, forward = (Vector(v) for v in camera["basis"])
    o = bpy.data.objects.new("camera", lens)
    o.matrix_world = Matrix.Translation(camera["eye"]) @ Matrix((right, up, -forward)).transposed().to_4x4()
    bpy.context.scene.collection.objects.link(o)
    bpy.context.scene.camera = o


def measured(output):
    """A material that shines with what a pixel is to hold: millimetres, an index or a normal."""
    m = bpy.data.materials.new(output)
    m.use_nodes = True
    nodes, links = m.node_tree.nodes, m.node_tree.links
    nodes.clear()
    shine, out = nodes.new("ShaderNodeEmission"), nodes.new("ShaderNodeOutputMaterial")
    links.new(shine.outputs[0], out.inputs["Surface"])
    if output == "normal":
        scale = nodes.new("ShaderNodeVectorMath")
        scale.operation = "MULTIPLY_ADD"
        scale.inputs[1].default_value, scale.inputs[2].default_value = (127 / 255,) * 3, (128 / 255,) * 3
        links.new(nodes.new("ShaderNodeNewGeometry").outputs["Normal"], scale.inputs[0])
    else:
        scale = nodes.new("ShaderNodeMath")
        scale.operation = "DIVIDE"
        depth = output == "depth"
        scale.inputs[1].default_value = 65.535 if depth else 255
        source = nodes.new("ShaderNodeCameraData" if depth else "ShaderNodeObjectInfo")
        links.new(source.outputs["View Z Depth" if depth else "Object Index"], scale.inputs[0])
    links.new(scale.outputs[0], shine.inputs["Color"])
    return m


def draw(picture, job):
    """Renders one output into its file."""
    scene, output = bpy.context.scene, picture["output"]
    r = scene.render
    engines = r.bl_rna.properties["engine"].enum_items.keys()
    eevee = "BLENDER_EEVEE" if "BLENDER_EEVEE" in engines else "BLENDER_EEVEE_NEXT"
    color = output == "color"
    r.engine = eevee if job["engine"] == "eevee" and color else "CYCLES"
    samples = job["samples"] if color else 1
    scene.eevee.taa_render_samples = samples
    scene.cycles.samples, scene.cycles.seed, scene.cycles.device = samples, 0, "CPU"
    scene.cycles.use_adaptive_sampling = False
    scene.cycles.use_denoising = False
    try:
        scene.cycles.denoiser, scene.cycles.use_denoising = "OPENIMAGEDENOISE", color
    except TypeError:
        pass  # this Blender was built without it
    scene.cycles.max_bounces = 6
    scene.cycles.filter_width = 1.5 if color else 0.01
    r.filter_size = 1.5 if color else 0.01
    r.resolution_x, r.resolution_y, r.resolution_percentage = job["width"], job["height"], 100
    r.threads_mode, r.threads = "FIXED", job["threads"]
    r.film_transparent = False
    r.dither_intensity = 0
    r.use_compositing = r.use_sequencer = False
    scene.display_settings.display_device = "sRGB"
    scene.view_settings.view_transform = "Standard" if color else "Raw"
    scene.view_settings.look = "None"
    r.image_settings.file_format = "PNG"
    r.image_settings.color_mode = "BW" if output in ("depth", "id") else "RGB"
    r.image_settings.color_depth = "16" if output == "depth" else "8"
    bpy.context.view_layer.material_override = None if color else measured(output)
    if not color:
        scene.world = None  # where nothing is, every picture of numbers is 0
    r.filepath = picture["file"]
    bpy.ops.render.render(write_still=True)


def main(path):
    """Builds every scene once for each of its cameras; colour comes before what needs no light."""
    with open(path) as f:
        job = json.load(f)
    built = None
    for picture in job["pictures"]:
        if (picture["scene"], picture["camera"]) != built:
            built = picture["scene"], picture["camera"]
            bpy.ops.wm.read_factory_settings(use_empty=True)
            if not hasattr(bpy.ops.import_scene, "gltf"):
                bpy.ops.preferences.addon_enable(module="io_scene_gltf2")
            scene = job["scenes"][picture["scene"]]
            room = Room(scene["room"], scene["program"], picture["camera"])
            room.build()
            furnish(scene["objects"], room)
            look(picture["camera"], job["width"], job["height"])
        if picture["output"] == "color":
            light()
        draw(picture, job)


main(sys.argv[sys.argv.index("--") + 1])
