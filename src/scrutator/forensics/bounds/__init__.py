"""The least and the most votes that must be anomalous, under assumptions that are stated one by one."""
