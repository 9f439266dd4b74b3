/** Makes one file of what has to be one: what a thread starts with, and the programs and styles of the pages. Part of `npm run build`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { BuildOptions } from 'esbuild'
import { root } from './root.ts'

/** A bundle as it has to be, from what the compiler has written. */
export interface Bundle {
  readonly file: string
  readonly text: string
}

const threads = join(root, 'packages/runtime/dist/threads')
const page = join(root, 'packages/page')
const pageTarget = join(root, 'packages/codemods/dist/blocking')
const liveTarget = join(root, 'packages/dev/dist/demo/web')

/** Loading some thirty small files takes longer than starting the thread. Errors stay outside: code on the thread compares their classes. */
const thread: BuildOptions = {
  entryPoints: [join(threads, 'worker.js')],
  outfile: join(threads, 'thread.js'),
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  plugins: [
    {
      name: 'errors stay outside',
      setup: ({ onResolve }) => onResolve({ filter: /\/errors\.js$/ }, () => ({ path: '../errors.js', external: true })),
    },
  ],
}
const browser = {
  platform: 'browser',
  target: ['chrome120', 'firefox121', 'safari17'],
  minify: true,
  legalComments: 'inline',
} satisfies BuildOptions
const program: BuildOptions = { ...browser, format: 'iife' }
const pages: readonly BuildOptions[] = [
  { ...program, entryPoints: [join(page, 'dist/main.js')], outfile: join(pageTarget, 'page-program.js') },
  { ...browser, entryPoints: [join(page, 'src/page.css')], outfile: join(pageTarget, 'page-style.css') },
  { ...program, entryPoints: [join(page, 'dist/live/main.js')], outfile: join(liveTarget, 'page-program.js') },
  { ...browser, entryPoints: [join(page, 'src/live/live.css')], outfile: join(liveTarget, 'page-style.css') },
]

/** Every bundle. */
export async function makeBundles(): Promise<Bundle[]> {
  return Promise.all([thread, ...pages].map(makeBundle))
}

async function makeBundle(options: BuildOptions): Promise<Bundle> {
  const { outputFiles = [] } = await build({ ...options, bundle: true, write: false, sourcemap: false })
  const file = options.outfile ?? ''
  return { file, text: outputFiles.find(({ path }) => basename(path) === basename(file))?.text ?? '' }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { file, text } of await makeBundles()) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}
