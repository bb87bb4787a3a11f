/** Between two steps of work: what else the page has to do comes first, so that neither is part of one long task. */
export const pause = (): Promise<void> => window.scheduler?.yield?.() ?? new Promise(done => setTimeout(done))
