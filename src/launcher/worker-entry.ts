import { runWorker } from './worker.js';

// The program of a worker whose service is named by its module.
runWorker();
