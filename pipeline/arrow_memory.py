"""Imported for its effect: Arrow gives back the memory that it frees."""

import pyarrow as pa

pa.set_memory_pool(pa.system_memory_pool())
