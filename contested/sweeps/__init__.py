"""Many reports over a grid of parameters: on this machine or a cluster, into a folder or a shared store, resumable."""
