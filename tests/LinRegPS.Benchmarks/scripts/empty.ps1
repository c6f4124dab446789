# What a shell costs by itself.
param([string]$Manifest)
