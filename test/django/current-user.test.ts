/** Checks whose name is under a note when requests meet, and that a copy of a context keeps what is set in it. */
import { copyExample } from '@offloop/dev/django/example'
import { answerOf } from '@offloop/dev/django/measure'
import { frameworks } from '@offloop/dev/django/serve'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { pausing, serving, temporaryFolder } from './serving.test.kit.ts'

const users = ['ada', 'grace', 'mary']

describe.each(frameworks)('%s', (framework) => {
  test.each([
    ['sync', 1, users],
    ['context', 3, users],
    ['composed', 3, users],
  ])('%s: everybody signs their own note, %i at once', async (form, together, expected) => {
    const { meeting, env } = await pausing(together)
    const file = join(temporaryFolder(), 'notes.txt')
    const server = await serving('current-user', form, framework, { env: { ...env, NOTES: file } })
    const note = (user: string): Promise<unknown> =>
      answerOf(`${server.url}/notes/by-${user}`, { method: 'POST', headers: { 'x-user': user } })
    const notes = (await Promise.all(users.map(note))) as { text: string; createdBy: string }[]
    expect(notes).toEqual(expected.map((user, index) => ({ text: `by-${users[index]}`, createdBy: user })))
    expect(readFileSync(file, 'utf8').trim().split('\n').sort()).toEqual(notes.map((each) => JSON.stringify(each)).sort())
    expect(meeting.most).toBe(together)
  })

  test('migrated: whoever comes last signs all notes, as the variable is one for all', async () => {
    const { env } = await pausing(3)
    const server = await serving('current-user', 'migrated', framework, { env: { ...env, NOTES: join(temporaryFolder(), 'notes.txt') } })
    const note = (user: string): Promise<unknown> => answerOf(`${server.url}/notes/x`, { method: 'POST', headers: { 'x-user': user } })
    const notes = (await Promise.all(users.map(note))) as { createdBy: string }[]
    expect(new Set(notes.map((each) => each.createdBy)).size).toBe(1)
  })
})

test('spam and ham: what runs in a copy of the context stays there', () => {
  const { folder, remove } = copyExample('current-user')
  onTestFinished(remove)
  const printed = execFileSync(process.execPath, ['src/spam-ham.js'], { cwd: folder, encoding: 'utf8' })
  expect(printed.trim().split('\n')).toEqual(['spam', 'ham', 'ham', 'spam'])
})
