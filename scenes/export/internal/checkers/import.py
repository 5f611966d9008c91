# Imports glTF files, one after another, and writes what Blender then shows: for
# each file a list of nodes. With a picture's name, draws the last one too.
# Usage: blender --background --python import.py -- OUT.json FILE...
import json
import math
import os
import sys

import numpy

numpy.bool = bool  # Blender 3.4's importer uses a name that numpy 1.24 dropped.

import bpy
import mathutils

out, *files = sys.argv[sys.argv.index("--") + 1 :]


def empty():
    d = bpy.data
    for kind in (d.objects, d.meshes, d.materials, d.images, d.collections):
        d.batch_remove(list(kind))


def nodes():
    for o in bpy.data.objects:
        m = o.matrix_world
        n = {
            "name": o.name,
            "object": str(o.get("object_id", "")),
            "basis": [list(m.col[k][:3]) for k in range(3)],
            "origin": list(m.col[3][:3]),
            "mesh": o.data.name if o.data else "",
            "box": None,
        }
        if o.type == "MESH":
            corners = [list(v) for v in o.bound_box]
            n["box"] = [[f(c[k] for c in corners) for k in range(3)] for f in (min, max)]
        yield n


def picture(path):
    lo, hi = [math.inf] * 3, [-math.inf] * 3
    for o in bpy.data.objects:
        if o.type == "MESH":
            if "colonly" in o.name or "navmesh" in o.name or "ceiling" in o.name:
                o.hide_render = True
                continue
            for v in o.bound_box:
                p = o.matrix_world @ mathutils.Vector(v)
                for k in range(3):
                    lo[k], hi[k] = min(lo[k], p[k]), max(hi[k], p[k])
    mid = mathutils.Vector([(a + b) / 2 for a, b in zip(lo, hi)])
    reach = max(b - a for a, b in zip(lo, hi))
    camera = bpy.data.objects.new("camera", bpy.data.cameras.new("camera"))
    bpy.context.scene.collection.objects.link(camera)
    camera.location = mid + mathutils.Vector((0.35, -0.9, 1.3)) * reach
    camera.rotation_euler = (mid - camera.location).to_track_quat("-Z", "Y").to_euler()
    scene = bpy.context.scene
    scene.camera = camera
    scene.render.engine = "BLENDER_WORKBENCH"
    scene.display.shading.color_type = "TEXTURE"
    scene.render.resolution_x, scene.render.resolution_y = 960, 720
    scene.render.filepath = path
    bpy.ops.render.render(write_still=True)


report = []
bpy.ops.wm.read_factory_settings(use_empty=True)
for file in files:
    empty()
    bpy.ops.import_scene.gltf(filepath=file)
    bpy.context.view_layer.update()
    report.append(list(nodes()))
if os.environ.get("PICTURE"):
    picture(os.environ["PICTURE"])
with open(out, "w") as f:
    json.dump(report, f)
