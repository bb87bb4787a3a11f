import '../frame.js'
