"""What everybody who installs the package relies on."""

import subprocess
import sys

import metaspatial


def test_import_needs_nothing_installed() -> None:
    """The package itself, its scenes and the plugin classes load without any extra."""
    block = "import sys; sys.modules.update(dict.fromkeys(['grpc', 'google.protobuf', 'numpy', 'cryptography'])); "
    code = block + "import metaspatial, metaspatial.plugin; print(metaspatial.__version__)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == metaspatial.__version__
