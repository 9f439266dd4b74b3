/** The tasks for workerpool. */
import workerpool from 'workerpool'
import { echo, noop, spin } from './tasks.ts'

workerpool.worker({ noop, spin, echo })
