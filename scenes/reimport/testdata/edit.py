"""What a level designer does in Blender: move, turn, copy, delete, move an
origin, add a mesh; then export with and without custom properties, and without
turning the axes."""
import math
import sys

import numpy

numpy.bool = bool  # Blender 3.4's importer uses a name that numpy dropped.
import bpy
from mathutils import Matrix

source, *targets = sys.argv[sys.argv.index("--") + 1:]
bpy.ops.wm.read_factory_settings(use_empty=True)
bpy.ops.import_scene.gltf(filepath=source)
objects = bpy.data.objects


def select(thing):
    bpy.ops.object.select_all(action="DESELECT")
    thing.select_set(True)
    bpy.context.view_layer.objects.active = thing


objects["chair_1"].location.x += 0.4
objects["chair_2"].rotation_mode = "XYZ"
objects["chair_2"].rotation_euler[2] -= math.radians(30)
select(objects["chair_2"])
bpy.ops.object.duplicate(linked=False)
bpy.context.object.location.y += 1
select(objects["table_1"])
bpy.ops.object.delete()
objects["shelf_1"].data.transform(Matrix.Translation((0, 0, 0.9)))
objects["shelf_1"].location.z -= 0.9
bpy.ops.mesh.primitive_cube_add(size=0.5, location=(3.5, 2.5, 0.25))
bpy.context.object.name = "wooden crate"
for path, extras, turned in zip(targets, (True, False, True), (True, True, False)):
    bpy.ops.export_scene.gltf(filepath=path, export_extras=extras, export_yup=turned)
