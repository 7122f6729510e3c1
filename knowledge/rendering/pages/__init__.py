"""Pages for people who want to see the knowledge: HTML and SVG from the store, without a script or a build step."""
