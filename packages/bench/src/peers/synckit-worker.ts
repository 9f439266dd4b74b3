/** The worker that the benchmark of sync calls gives to synckit. */
import { runAsWorker } from 'synckit'

runAsWorker(async () => undefined)
