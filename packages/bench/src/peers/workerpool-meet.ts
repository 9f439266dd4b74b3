/** The task for workerpool. */
import workerpool from 'workerpool'
import meet from './meet.ts'

workerpool.worker({ meet })
