"""The desks of support: two queues, answers, and the answers that are given again and again."""
