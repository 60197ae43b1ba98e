"""The transit network: where stops stand, what routes there are, in which order a route serves its stops."""
