# Draws a GLB with EEVEE and prints how long each picture takes.
# Arguments after "--": the GLB, scene_info.json, pictures per size, samples per
# pixel, sizes.
import json
import sys
import time

import bpy
import numpy
from mathutils import Matrix

# The importer of Blender 3.4 uses a name that newer NumPy versions dropped.
if "bool" not in numpy.__dict__:
    numpy.bool = bool

glb, info, runs, samples, sizes = sys.argv[sys.argv.index("--") + 1:]
with open(info) as f:
    info = json.load(f)
lens, lamp, world = info["open"]["camera"], info["open"]["light"], info["world_background_linear_rgb"]

bpy.ops.wm.read_factory_settings(use_empty=True)
bpy.ops.import_scene.gltf(filepath=glb)
for o in list(bpy.data.objects):
    if o.type in ("LIGHT", "CAMERA"):
        bpy.data.objects.remove(o)

scene = bpy.context.scene
camera = bpy.data.cameras.new("camera")
camera.lens, camera.sensor_width = lens["focal_mm"], lens["sensor_width_mm"]
camera.shift_x, camera.shift_y = lens["shift_x"], lens["shift_y"]
camera.clip_start, camera.clip_end = lens["clip_start"], lens["clip_end"]
eye = bpy.data.objects.new("camera", camera)
eye.matrix_world = Matrix(lens["matrix_world_rows"])
scene.collection.objects.link(eye)
scene.camera = eye

light = bpy.data.lights.new("light", lamp["type"])
light.energy, light.shadow_soft_size = lamp["watts"], lamp["radius"]
bulb = bpy.data.objects.new("light", light)
bulb.location = lamp["position"]
scene.collection.objects.link(bulb)

scene.world = bpy.data.worlds.new("world")
scene.world.use_nodes = True
scene.world.node_tree.nodes["Background"].inputs["Color"].default_value = (*world, 1)
engines = bpy.types.RenderSettings.bl_rna.properties["engine"].enum_items.keys()
scene.render.engine = "BLENDER_EEVEE" if "BLENDER_EEVEE" in engines else "BLENDER_EEVEE_NEXT"
scene.eevee.taa_render_samples = int(samples)
scene.view_settings.view_transform = "Filmic"

seconds, work = {}, {}
for size in sizes.split(","):
    scene.render.resolution_x = scene.render.resolution_y = int(size)
    scene.render.resolution_percentage = 100
    took, spent = [], []
    for k in range(int(runs) + 1):
        start, used = time.perf_counter(), time.process_time()
        bpy.ops.render.render()
        took.append(time.perf_counter() - start)
        spent.append(time.process_time() - used)
    seconds[size], work[size] = took[1:], spent[1:]
print("\nlikeness-times " + json.dumps({"version": bpy.app.version_string, "seconds": seconds, "work": work}), flush=True)
