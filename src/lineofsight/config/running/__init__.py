"""What keeps the product going: workers with their heartbeat, jobs by the clock, and tasks that a killed worker left behind.

Nouns: Worker (a process that does tasks, and when it was last heard of), JobRun (a job of the clock, and when it is next
due). Floor 6: `lineofsight.config.schedule` lists the jobs.
"""
