CREATE TABLE `attempts` (
	`run_id` text NOT NULL,
	`attempt` integer NOT NULL,
	`worker_name` text NOT NULL,
	`started_at_ms` integer NOT NULL,
	`ended_at_ms` integer,
	`resumed_from_step` integer DEFAULT 0 NOT NULL,
	`outcome` text,
	`error_code` text,
	`error_message` text,
	PRIMARY KEY(`run_id`, `attempt`),
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `decisions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`sweep_id` text NOT NULL,
	`run_id` text NOT NULL,
	`at_ms` integer NOT NULL,
	`decision` text NOT NULL,
	FOREIGN KEY (`sweep_id`) REFERENCES `sweeps`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `decisions_sweep` ON `decisions` (`sweep_id`,`id`);--> statement-breakpoint
CREATE INDEX `decisions_run` ON `decisions` (`run_id`);--> statement-breakpoint
ALTER TABLE `runs` ADD `failed_attempts` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `runs` ADD `not_before_ms` integer;--> statement-breakpoint
ALTER TABLE `runs` ADD `checkpoint_step` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `runs` ADD `stop_reason` text;--> statement-breakpoint
ALTER TABLE `sweeps` ADD `priority` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sweeps` ADD `paused_at_ms` integer;--> statement-breakpoint
ALTER TABLE `sweeps` ADD `estimate` text;--> statement-breakpoint
ALTER TABLE `workers` ADD `calibration` text;