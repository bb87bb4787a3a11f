// Calls made before /v1.js has arrived wait here in order; the tracker takes them over when it starts.
window.LiveLayer = window.LiveLayer || { q: [] }
