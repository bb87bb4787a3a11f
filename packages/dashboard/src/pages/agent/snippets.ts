/** What the snippet needs to know. Both values come from us; nothing a stranger typed stands in them. */
export type SnippetValues = { origin: string; agentId: string }

const stub = `<script>
  window.LiveLayer = window.LiveLayer || { q: [] };
  window.datafly = window.datafly || LiveLayer;
  LiveLayer.chat = LiveLayer.chat || { q: [] };
  function queueCalls(of, names) {
    names.forEach(function (name) {
      of[name] = of[name] || function () { of.q.push([name].concat([].slice.call(arguments))); };
    });
  }
  queueCalls(LiveLayer, ['identify', 'track', 'page', 'group', 'consent', 'reset', 'optOut', 'optIn', 'ready']);
  queueCalls(LiveLayer.chat, ['open', 'close', 'toggle', 'show', 'hide', 'on']);
</script>`

export const scriptTag = ({ origin, agentId }: SnippetValues) =>
  `<script async src="${origin}/v1.js" data-agent-id="${agentId}" data-tracker="auto"></script>`

/** With the queue in front: calls made before the script has arrived are kept in order. */
export const snippet = (values: SnippetValues) => `${stub}\n${scriptTag(values)}`

/** The same tag with the chat along. */
export const chatTag = (values: SnippetValues) => scriptTag(values).replace('"auto"', '"auto" data-widget')

export type Step = { title: string; text?: string; code?: string; label?: string }
export type Framework = { value: string; label: string; steps: (values: SnippetValues) => Step[] }

const nameThem: Step = {
  title: 'Say who is signed in',
  text: 'Later events and the next conversation carry these attributes. Without a proof they count as claimed.',
  label: 'JavaScript',
  code: `LiveLayer.identify({
  email: 'jordan@acme.example',
  name: 'Jordan Park',
  company: 'Acme Inc',
  plan: 'pro'
})`
}

/** On every way of putting the tracker on a page the chat is one attribute more. */
const chatStep = (label: string, code: string, more = ''): Step => ({
  title: 'Put the chat on the page',
  text: `How it looks is set on the Look tab. With a consent banner write data-widget="manual", and call injectWidget with the agent id once it was answered.${more}`,
  label,
  code
})

const countIt: Step = {
  title: 'Track what matters to you',
  text: 'Page views, clicks, scroll depth and page exits are tracked by themselves. Name the rest.',
  label: 'JavaScript',
  code: `LiveLayer.track('Order Completed', { value: 49.9, currency: 'EUR' })`
}

export const frameworks: Framework[] = [
  {
    value: 'html',
    label: 'HTML',
    steps: values => [
      {
        title: 'Put this before </head> on every page',
        label: 'HTML',
        code: snippet(values)
      },
      chatStep('HTML, instead of the last line', chatTag(values)),
      countIt,
      nameThem
    ]
  },
  {
    value: 'react',
    label: 'React',
    steps: ({ origin, agentId }) => [
      {
        title: 'Add the two packages',
        text: 'They are in Foyer’s repository; give npm the path of your checkout.',
        label: 'Terminal',
        code: 'npm install ./foyer/packages/tracker ./foyer/packages/react'
      },
      {
        title: 'Wrap the app',
        label: 'main.tsx',
        code: `import { FoyerProvider } from '@foyer/react'

createRoot(document.getElementById('root')).render(
  <FoyerProvider agentId="${agentId}" apiBase="${origin}">
    <App />
  </FoyerProvider>
)`
      },
      {
        title: 'Put the chat on the page',
        text: 'How it looks is set on the Look tab. Render it once a consent banner was answered; before, nothing of it is loaded.',
        label: 'app.tsx',
        code: `import { FoyerChat } from '@foyer/react'

<FoyerChat agentId="${agentId}" apiBase="${origin}" />`
      },
      {
        title: 'Track from any component',
        label: 'buy-button.tsx',
        code: `import { useTracker } from '@foyer/react'

export function BuyButton({ product }) {
  const tracker = useTracker()
  return <button onClick={() => tracker.track('Product Added', { product })}>Add to cart</button>
}`
      }
    ]
  },
  {
    value: 'next',
    label: 'Next.js',
    steps: ({ origin, agentId }) => [
      {
        title: 'Add the script to the root layout',
        text: 'Client-side navigation is noticed by itself; there is nothing to call on a route change.',
        label: 'app/layout.tsx',
        code: `import Script from 'next/script'

export default function RootLayout({ children }) {
  return (
    <html lang="en">
      <body>
        {children}
        <Script
          src="${origin}/v1.js"
          data-agent-id="${agentId}"
          data-tracker="auto"
          strategy="afterInteractive"
        />
      </body>
    </html>
  )
}`
      },
      chatStep(
        'app/layout.tsx',
        `<Script
  src="${origin}/v1.js"
  data-agent-id="${agentId}"
  data-tracker="auto"
  data-widget=""
  strategy="afterInteractive"
/>`
      ),
      nameThem
    ]
  },
  {
    value: 'vue',
    label: 'Vue',
    steps: values => [
      {
        title: 'Put this before </head> in index.html',
        text: 'Vue Router’s navigation is noticed by itself.',
        label: 'index.html',
        code: snippet(values)
      },
      chatStep('index.html, instead of the last line', chatTag(values)),
      {
        title: 'Track from any component',
        label: 'BuyButton.vue',
        code: `<script setup>
const props = defineProps(['product'])
const add = () => window.LiveLayer.track('Product Added', { product: props.product })
</script>

<template>
  <button @click="add">Add to cart</button>
</template>`
      },
      nameThem
    ]
  },
  {
    value: 'wordpress',
    label: 'WordPress',
    steps: ({ origin, agentId }) => [
      {
        title: 'Add this to the functions.php of your (child) theme',
        text: 'A plugin for header scripts does as well: paste the HTML snippet there.',
        label: 'functions.php',
        code: `add_action('wp_head', function () {
  echo '<script async src="${origin}/v1.js" data-agent-id="${agentId}" data-tracker="auto"></script>';
});`
      },
      chatStep(
        'functions.php',
        `echo '<script async src="${origin}/v1.js" data-agent-id="${agentId}" data-tracker="auto" data-widget></script>';`
      )
    ]
  },
  {
    value: 'gtm',
    label: 'Tag Manager',
    steps: ({ origin, agentId }) => [
      {
        title: 'Make a Custom HTML tag',
        text: 'Tag Manager drops data attributes from a script tag, so the tag makes the script itself. Trigger: Initialization, all pages.',
        label: 'Custom HTML',
        code: `<script>
  (function () {
    var script = document.createElement('script');
    script.async = true;
    script.src = '${origin}/v1.js';
    script.setAttribute('data-agent-id', '${agentId}');
    script.setAttribute('data-tracker', 'auto');
    document.head.appendChild(script);
  })();
</script>`
      },
      chatStep('Custom HTML, before the last line', `script.setAttribute('data-widget', '');`)
    ]
  },
  {
    value: 'npm',
    label: 'npm',
    steps: ({ origin, agentId }) => [
      {
        title: 'Add the tracker',
        text: 'It is in Foyer’s repository; give npm the path of your checkout.',
        label: 'Terminal',
        code: 'npm install ./foyer/packages/tracker'
      },
      {
        title: 'Start it once',
        label: 'tracker.ts',
        code: `import { LiveLayerTracker } from '@foyer/tracker'

export const tracker = new LiveLayerTracker({
  agentId: '${agentId}',
  apiBase: '${origin}'
})
const visitor = await tracker.init()
// { id: 'vis_…', isReturning: true, sessionCount: 4 }`
      },
      chatStep(
        'index.html',
        `<script src="${origin}/widget.js" data-agent-id="${agentId}" data-widget defer></script>`
      ),
      {
        title: 'Track and name',
        label: 'anywhere.ts',
        code: `tracker.track('Order Completed', { value: 49.9, currency: 'EUR' })
tracker.identify({ email: 'jordan@acme.example', name: 'Jordan Park' })`
      }
    ]
  }
]
