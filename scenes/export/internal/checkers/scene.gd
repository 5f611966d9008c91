extends SceneTree
# Instances the scenes that res://check.json lists and writes to res://seen.json
# what Godot then shows: for each scene a list of nodes.

func _init():
	var file = File.new()
	file.open("res://check.json", File.READ)
	var scenes = parse_json(file.get_as_text())
	file.close()
	var report = []
	for path in scenes:
		var packed = load(path)
		var nodes = []
		if packed != null:
			var scene = packed.instance()
			walk(scene, Transform(), "", nodes)
			scene.free()
		report.append(nodes)
	file.open("res://seen.json", File.WRITE)
	file.store_string(to_json(report))
	file.close()
	quit()

func list(v):
	return [v.x, v.y, v.z]

func walk(node, parent, path, nodes):
	path = path + "/" + node.name
	var place = parent
	if node is Spatial:
		place = parent * node.transform
	var n = {
		"name": node.name, "path": path, "class": node.get_class(), "object": "", "mesh": "", "box": null,
		"basis": [list(place.basis.x), list(place.basis.y), list(place.basis.z)], "origin": list(place.origin),
		"meta": {}, "half": null, "polygons": 0, "textures": [],
	}
	for key in node.get_meta_list():
		n["meta"][key] = node.get_meta(key)
	if node.has_meta("object_id"):
		n["object"] = node.get_meta("object_id")
	if node is MeshInstance and node.mesh != null:
		var box = node.mesh.get_aabb()
		n["box"] = [list(box.position), list(box.position + box.size)]
		n["mesh"] = str(node.mesh.get_rid().get_id())
		for i in node.mesh.get_surface_count():
			var material = node.mesh.surface_get_material(i)
			if material is SpatialMaterial and material.albedo_texture != null:
				var texture = material.albedo_texture
				n["textures"].append({"path": texture.resource_path, "repeats": (texture.flags & Texture.FLAG_REPEAT) != 0})
	if node is CollisionShape and node.shape is BoxShape:
		n["half"] = list(node.shape.extents)
	if node is NavigationMeshInstance and node.navmesh != null:
		n["polygons"] = node.navmesh.get_polygon_count()
		var lo = Vector3(INF, INF, INF)
		var hi = -lo
		for v in node.navmesh.get_vertices():
			lo = Vector3(min(lo.x, v.x), min(lo.y, v.y), min(lo.z, v.z))
			hi = Vector3(max(hi.x, v.x), max(hi.y, v.y), max(hi.z, v.z))
		n["box"] = [list(lo), list(hi)]
	nodes.append(n)
	for child in node.get_children():
		walk(child, place, path, nodes)
