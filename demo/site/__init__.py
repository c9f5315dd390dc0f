"""The town's web sites, served on loopback in the formats that real ones use."""
