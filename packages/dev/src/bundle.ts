/** Makes one file of what a thread starts with: loading some thirty small ones takes longer than starting the thread. Part of `npm run build`. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { root } from './root.ts'

const folder = join(root, 'packages/runtime/dist/threads')
const bundled = join(folder, 'thread.js')

/** The file as it has to be, from what the compiler has written. Errors stay outside: code on the thread compares their classes. */
export async function bundleThread(): Promise<{ readonly file: string; readonly text: string }> {
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'worker.js')],
    outfile: bundled,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    write: false,
    plugins: [
      {
        name: 'errors stay outside',
        setup: ({ onResolve }) => onResolve({ filter: /\/errors\.js$/ }, () => ({ path: '../errors.js', external: true })),
      },
    ],
  })
  return { file: bundled, text: outputFiles[0]?.text ?? '' }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { file, text } = await bundleThread()
  writeFileSync(file, text)
}
