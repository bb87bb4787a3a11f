// Runs before the first paint, so that a chosen theme never flashes the other one. The page allows no inline script.
try {
  const chosen = localStorage.getItem('foyer.theme')
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen
} catch {
  // Storage is blocked: the system's theme it is.
}
