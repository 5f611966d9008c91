# Opens USD files and writes what OpenUSD shows of each: a list of nodes, and
# what all its validators say. Usage: stage.py OUT.json FILE...
import json
import sys

from pxr import Usd, UsdGeom, UsdValidation

out, *files = sys.argv[1:]
validation = UsdValidation.ValidationContext(UsdValidation.ValidationRegistry().GetOrLoadAllValidators())
report = []
for file in files:
    stage = Usd.Stage.Open(file)
    boxes = UsdGeom.BBoxCache(Usd.TimeCode.Default(), ["default", "render"], useExtentsHint=False)
    nodes = []
    for prim in Usd.PrimRange(stage.GetPseudoRoot(), Usd.TraverseInstanceProxies()):
        if not prim.IsA(UsdGeom.Xformable):
            continue
        m = UsdGeom.Xformable(prim).ComputeLocalToWorldTransform(Usd.TimeCode.Default())
        n = {
            "name": prim.GetName(),
            "path": str(prim.GetPath()),
            "class": prim.GetTypeName(),
            "object": prim.GetCustomDataByKey("object_id") or "",
            "basis": [list(m.GetRow3(k)) for k in range(3)],
            "origin": list(m.GetRow3(3)),
            "mesh": "",
            "box": None,
        }
        if prim.IsInstance():
            n["mesh"] = str(prim.GetPrototype().GetPath())
        for child in prim.GetChildren():
            if child.IsInstance():
                n["mesh"] = str(child.GetPrototype().GetPath())
        box = boxes.ComputeUntransformedBound(prim).ComputeAlignedRange()
        if not box.IsEmpty():
            n["box"] = [list(box.GetMin()), list(box.GetMax())]
        nodes.append(n)
    problems = []
    for e in validation.Validate(stage):
        where = [str(site.GetPrim().GetPath()) for site in e.GetSites() if site.IsPrim()]
        problems.append(f"{e.GetName()} at {where}: {e.GetMessage()}")
    report.append(
        {
            "nodes": nodes,
            "problems": problems,
            "up": str(UsdGeom.GetStageUpAxis(stage)),
            "unit": UsdGeom.GetStageMetersPerUnit(stage),
            "default": stage.GetDefaultPrim().GetName() if stage.HasDefaultPrim() else "",
        }
    )
with open(out, "w") as f:
    json.dump(report, f)
