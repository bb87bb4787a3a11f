import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { firstFont } from './first-font.ts'
import { usedWeights } from './used-weights.ts'

/** What stands on a few pages only is not carried to all the others. */
const rareIcons =
  'webhook|database|contact|megaphone|moon|circle-check|circle-pause|circle-help|circle-x|shield-off|flask-conical|undo-2|app-window|' +
  'arrow-down-to-line|braces|building-complex|calendar-clock|clipboard-list|equal|file-clock|file-text|fingerprint-pattern|funnel|' +
  'grip-vertical|id-card|laptop|layout-dashboard|map-pin|messages-square|mouse-pointer-click|play|rotate-ccw-clock|shopping-bag|' +
  'smartphone|sparkles|split|tablet|text-cursor-input|unplug|user-round-x|zap'
const icons = new RegExp(`node_modules/lucide-react/(?!.*/(${rareIcons})\\.)`)

// A running Foyer for `npm run dev:dashboard`.
const server = 'http://127.0.0.1:4000'

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react(), tailwindcss(), usedWeights(), firstFont()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // The content security policy allows no data: fonts or scripts, and small files are cheap on one connection.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What every page needs, in few files: each request costs more than the bytes of a small part it would save.
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            {
              name: 'tanstack',
              test: /node_modules\/@tanstack\/(react-router|router-core|history|react-query|query-core|react-store|store)\//
            },
            { name: 'icons', test: icons, minShareCount: 2 },
            {
              name: 'foyer',
              test: /protocol\/src\/plain|dashboard\/src\/(api|session|query-client|time|words|live|analytics\/(analytics-address|filters\/(fields|read-filters|operators)|choice\/choice-text)|shell\/use-|pages\/(?!knowledge|answers|integrations|messages)\w+\/\w+-data|conversation\/\w+-data|ui\/(?!code|tabs|timezone-select|dialog-window|menu-parts|popover-parts|use-opener))/,
              minShareCount: 2
            },
            {
              name: 'reports',
              test: /dashboard\/src\/(analytics\/(?!filters\/(filter-editor|did-fields|condition-fields|suggest-field|read-filters|operators|fields\.)|choice\/(event-picker|choice-conditions|choice-text)|annotations|answers|behind|analytics-address|own-range)|charts\/(chart-frame|figure-text|use-width|scale))/,
              minShareCount: 3
            },
            {
              name: 'conversation',
              test: /dashboard\/src\/(conversation\/(?!conversation-data|canned-replies)|answering\/|pages\/person\/(event-sentence|timeline-rows))/,
              minShareCount: 2
            }
          ]
        }
      }
    }
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': { target: server, ws: true },
      '/v1': { target: server },
      '/demo': { target: server }
    }
  }
})
