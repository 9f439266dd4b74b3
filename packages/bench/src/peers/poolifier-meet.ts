/** The task for poolifier. */
import { ThreadWorker } from 'poolifier'
import meet from './meet.ts'

export default new ThreadWorker({ meet: (data?: unknown) => meet(data as Parameters<typeof meet>[0]) })
