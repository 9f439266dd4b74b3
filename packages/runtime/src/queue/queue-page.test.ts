/** Runs the example of docs/queue.md: a worker, and a server that prints what the page says. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { opens, testWithRedis } from './queue.test.kit.ts'
import { TestRedis } from './redis.test.kit.ts'

const home = fileURLToPath(new URL('../../', import.meta.url))

testWithRedis('the page shows what happens, and both of its processes end by themselves', async () => {
  const redis = opens(await TestRedis.start())
  const blocks = [...readFileSync(join(home, 'docs/queue.md'), 'utf8').matchAll(/^```(\w+) ?(\S*)\n([\s\S]*?)^```$/gmu)]
  const files = blocks.filter(([, , file]) => file?.endsWith('.js'))
  expect(files.map(([, , file]) => file)).toEqual(['report.js', 'worker.js', 'server.js'])
  for (const [, , file = '', code = ''] of files)
    writeFileSync(join(redis.folder, file), code.replace('port: 6379', `port: ${redis.connection.port}`))
  writeFileSync(join(redis.folder, 'package.json'), '{ "type": "module" }')
  mkdirSync(join(redis.folder, 'node_modules/@offloop'), { recursive: true })
  symlinkSync(home, join(redis.folder, 'node_modules/@offloop/runtime'))
  const worker = spawn(process.execPath, ['worker.js'], { cwd: redis.folder, stdio: 'inherit' })
  opens({ [Symbol.asyncDispose]: async () => void worker.kill('SIGKILL') })
  const { stdout } = await promisify(execFile)(process.execPath, ['server.js'], { cwd: redis.folder })
  expect(stdout).toBe(blocks.find(([, language]) => language === 'text')?.[3])
  worker.kill('SIGTERM')
  expect(await once(worker, 'exit')).toEqual([0, null])
})
