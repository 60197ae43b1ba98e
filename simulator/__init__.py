"""A seeded city that delivers feeds in their raw formats, with every planted defect listed in an oracle outside the lake."""
