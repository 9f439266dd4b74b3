/** The tasks for poolifier. */
import { ThreadWorker } from 'poolifier'
import { echo, noop, spin } from './tasks.ts'

export default new ThreadWorker({
  noop: () => noop(),
  spin: (data?: unknown) => spin(data as number),
  echo: (data?: unknown) => echo(data),
})
