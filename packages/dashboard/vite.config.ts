import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { firstFont } from './first-font.ts'
import { usedWeights } from './used-weights.ts'

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
            // What only destinations are told apart by is not carried to every other page.
            {
              name: 'icons',
              test: /node_modules\/lucide-react\/(?!.*\/(webhook|database|contact|megaphone|moon|circle-check|circle-pause|circle-help|circle-x|shield-off|flask-conical|undo-2)\.)/,
              minShareCount: 2
            },
            {
              name: 'foyer',
              test: /dashboard\/src\/(api|session|query-client|time|words|live|shell\/use-|pages\/(?!knowledge|answers|integrations|messages)\w+\/\w+-data|conversation\/\w+-data|ui\/(?!code|tabs|timezone-select|dialog-window|menu-parts|popover-parts|use-opener))/,
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
