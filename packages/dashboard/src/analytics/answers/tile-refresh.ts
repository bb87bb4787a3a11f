/** A dashboard on a wall is nobody's to reload. What is asked while its tab is out of sight is asked once it is seen. */
export const tileRefreshMs = 5 * 60_000
