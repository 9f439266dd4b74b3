/** Checks that an answer goes out too early where an await is forgotten, and that the lint and debug mode name the place. */
import { copyExample } from '@offloop/dev/django/example'
import { answerOf } from '@offloop/dev/django/measure'
import { frameworks } from '@offloop/dev/django/serve'
import { lintFolder } from '@offloop/dev/demo/lint'
import type { BlockingRecord } from '@offloop/dev/demo/records'
import { describe, expect, onTestFinished, test } from 'vitest'
import { temporaryFolder, watching } from './serving.test.kit.ts'

const people = { method: 'POST', body: JSON.stringify(['Ada', 'Grace']), headers: { 'content-type': 'application/json' } }
const isUnawaited = ({ kind }: BlockingRecord): boolean => kind === 'unawaited'
const hasSaved = (lines: readonly string[]): boolean => lines.filter((line) => line.startsWith('saved')).length === 2

const debug = (): Record<string, string> => ({ DATA_DIR: temporaryFolder(), OFFLOOP_DEBUG: '1', OFFLOOP_GUARD: '0' })

describe.each(frameworks)('%s', (framework) => {
  test.each(['sync', 'migrated', 'gathered'])('%s: the answer goes out when all are saved, and debug mode is silent', async (form) => {
    const server = await watching('forgotten-await', form, framework, debug())
    expect(await answerOf(`${server.url}/people`, people)).toEqual({ saved: 2 })
    expect(server.lines).toHaveLength(3)
    expect(server.lines.at(-1)).toBe('answered')
    expect((await server.records()).filter(isUnawaited)).toEqual([])
  })

  test('forgotten: the answer goes out before anything is saved, and debug mode names the call', async () => {
    const server = await watching('forgotten-await', 'forgotten', framework, debug())
    expect(await answerOf(`${server.url}/people`, people)).toEqual({ saved: 2 })
    await server.printed(hasSaved)
    expect(server.lines[0]).toBe('answered')
    const records = (await server.records()).filter(isUnawaited)
    expect(records).toHaveLength(1)
    expect(records[0]?.source).toMatchObject({ name: 'savePeople', line: 14 })
  })
})

test('forgotten: the lint names the line', async () => {
  const { folder, remove } = copyExample('forgotten-await', 'forgotten')
  onTestFinished(remove)
  expect(await lintFolder(folder)).toMatchObject([{ file: 'src/people.js', line: 14, rule: 'offloop/no-dropped-combinator' }])
})
