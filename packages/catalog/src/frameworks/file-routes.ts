/** Frameworks that find handlers by the path of their file: Next.js, SvelteKit, Remix, React Router, Nuxt, Astro, AWS Lambda. */
import type { ExportedHandlers, Handler } from '../entry.ts'

const verbs = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']

const byFile = (framework: string, module: string, exports: readonly ExportedHandlers[], source: string): Handler => ({
  id: `${module}.exports`,
  framework,
  module,
  receivers: [],
  receiverTypes: [],
  methods: [],
  functions: [],
  decorators: [],
  optionKeys: [],
  exports,
  rejection: 'handled',
  source,
})

const next: readonly ExportedHandlers[] = [
  { files: '(^|/)app/(.*/)?route$', names: verbs },
  { files: '(^|/)app/(.*/)?(page|layout|template|default)$', names: ['default', 'generateMetadata'] },
  { files: '(^|/)pages/api/', names: ['default'] },
  { files: '(^|/)pages/', names: ['getServerSideProps'] },
  { files: '(^|/)(middleware|proxy)$', names: ['default', 'middleware', 'proxy'] },
]
const svelteKit: readonly ExportedHandlers[] = [
  { files: '(^|/)routes/(.*/)?\\+server$', names: [...verbs, 'fallback'] },
  { files: '(^|/)routes/(.*/)?\\+(page|layout)(\\.server)?$', names: ['load', 'actions'] },
  { files: '(^|/)hooks\\.server$', names: ['handle', 'handleFetch', 'handleError'] },
]
const remix: readonly ExportedHandlers[] = [
  { files: '(^|/)app/(routes/|root$)', names: ['loader', 'action', 'headers', 'middleware'] },
  { files: '(^|/)entry\\.server$', names: ['default', 'handleDataRequest', 'handleError'] },
]
const nitro: readonly ExportedHandlers[] = [{ files: '(^|/)server/(api|routes|middleware)/', names: ['default'] }]
const astro: readonly ExportedHandlers[] = [
  { files: '(^|/)src/pages/', names: [...verbs, 'ALL'] },
  { files: '(^|/)src/middleware(/index)?$', names: ['onRequest'] },
]
const lambda: readonly ExportedHandlers[] = [{ files: '.', names: ['handler', 'lambdaHandler'] }]

/** The file's place is the registration; each framework awaits what it calls and answers for a rejection. */
export const fileRoutes: readonly Handler[] = [
  byFile('Next.js', 'next', next, 'https://nextjs.org/docs/app/api-reference/file-conventions'),
  byFile('SvelteKit', '@sveltejs/kit', svelteKit, 'https://svelte.dev/docs/kit/routing'),
  byFile('Remix', '@remix-run/node', remix, 'https://v2.remix.run/docs/file-conventions/routes'),
  byFile('React Router', '@react-router/node', remix, 'https://reactrouter.com/start/framework/route-module'),
  byFile('Nuxt', 'nuxt', nitro, 'https://nuxt.com/docs/guide/directory-structure/server'),
  byFile('Astro', 'astro', astro, 'https://docs.astro.build/en/guides/endpoints/'),
  byFile('AWS Lambda', 'aws-lambda', lambda, 'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html'),
]
