/** Checks the attributes of a Local in one thread, row by row of CONFORMANCE.md. */
import { expect, test } from 'vitest'
import { Local } from './local.ts'
import { createTask } from './tasks.ts'

const inTask = (fn: () => unknown) => async (): Promise<void> => void (await createTask(fn))

test(
  'B75 an attribute of a Local that has no value is a LookupError, to read and to delete',
  inTask(() => {
    const local = new Local<{ user?: string; count: number }>('context-local')
    expect(() => local.get('count')).toThrow(/"context-local\.count" has no value here/u)
    expect(() => local.delete('count')).toThrow(/no value here/u)
    local.set('count', 1)
    local.set('user', undefined)
    expect([local.get('count'), local.has('count'), local.has('user'), local.get('user')]).toEqual([1, true, true, undefined])
    local.delete('count')
    expect(local.has('count')).toBe(false)
  }),
)

test(
  'B82 a child task sees the attributes of a Local; what it sets and deletes stays with it',
  inTask(async () => {
    const local = new Local<{ a: number; b: number }>('context-inherited')
    local.set('a', 1)
    await createTask(() => {
      expect(local.get('a')).toBe(1)
      local.set('b', 2)
      local.delete('a')
    })
    expect([local.get('a'), local.has('b')]).toEqual([1, false])
  }),
)
