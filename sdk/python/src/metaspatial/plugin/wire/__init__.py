"""The wire between host and plugin, on grpcio: handshake, services, messages.

Plugin authors need none of it. The contract is docs/contract.md.
"""

#: The version of the contract in sdk/proto.
PROTOCOL_VERSION = 1
#: The size of the largest message that is sent whole, and of the parts of others.
MAX_MESSAGE = 64 << 20
CHUNK = 1 << 20
