/** Handlers that frameworks find by the path of their file, and by trees of options. */
import { expect, test } from 'vitest'
import { scratchProject } from '../scratch-project.test.kit.ts'

test.each([
  ['next', 'app/orders/route.ts', 'export function GET() { return read() }', 'GET of app/orders/route.ts'],
  ['next', 'src/pages/api/orders.ts', 'export default function handle() { return read() }', 'default of src/pages/api/orders.ts'],
  ['next', 'pages/orders.tsx', 'export function getServerSideProps() { return read() }', 'getServerSideProps of pages/orders.tsx'],
  ['@sveltejs/kit', 'src/routes/a/+page.server.ts', 'export const load = () => read()', 'load of src/routes/a/+page.server.ts'],
  [
    '@sveltejs/kit',
    'src/routes/a/+page.server.ts',
    'export const actions = { save: () => read() }',
    'actions of src/routes/a/+page.server.ts',
  ],
  ['@remix-run/node', 'app/routes/orders.tsx', 'export function loader() { return read() }', 'loader of app/routes/orders.tsx'],
  ['nuxt', 'server/api/orders.ts', 'export default defineEventHandler(() => read())', 'default of server/api/orders.ts'],
  ['aws-lambda', 'src/orders.ts', 'export const handler = () => read()', 'handler of src/orders.ts'],
])('%s calls what %s exports', (module, path, code, name) => {
  const project = scratchProject({
    'package.json': JSON.stringify({ dependencies: { [module]: '^1.0.0' } }),
    [path]: `import { readFileSync } from 'node:fs'\nconst read = () => readFileSync('a')\n${code}`,
  })
  expect(project.blockingCalls().map(({ reach, chain }) => [reach, chain?.root.name])).toEqual([['loop', name]])
})

test('an export of that name is nothing where the framework is not in use, or the file lies elsewhere', () => {
  const code = `import { readFileSync } from 'node:fs'\nexport function GET() { return readFileSync('a') }`
  const reach = (dependencies: object, path: string): string[] =>
    scratchProject({ 'package.json': JSON.stringify({ dependencies }), [path]: code })
      .blockingCalls()
      .map((each) => each.reach)
  expect(reach({}, 'app/orders/route.ts')).toEqual(['unreached'])
  expect(reach({ next: '^15.0.0' }, 'src/orders.ts')).toEqual(['unreached'])
})

test('resolvers are handlers whatever their names', () => {
  const project = scratchProject({
    'src/app.ts': `import { ApolloServer } from '@apollo/server'
import { readFileSync } from 'node:fs'
const resolvers = { Query: { orders: () => readFileSync('a') }, Order: { lines: () => readFileSync('b') } }
new ApolloServer({ typeDefs: '', resolvers })`,
  })
  expect(project.blockingCalls().map(({ reach, chain }) => [reach, chain?.root.framework])).toEqual([
    ['loop', 'Apollo Server'],
    ['loop', 'Apollo Server'],
  ])
})

test('a procedure of tRPC is found behind its properties and inputs', () => {
  const project = scratchProject({
    'src/app.ts': `import { initTRPC } from '@trpc/server'
import { readFileSync } from 'node:fs'
const t = initTRPC.create()
export const router = t.router({ order: t.procedure.input((x) => x).query(() => readFileSync('a')) })`,
  })
  expect(project.blockingCalls().map(({ reach, chain }) => [reach, chain?.root.framework])).toEqual([['loop', 'tRPC']])
})
