CREATE TABLE `corpora` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`source_language` text NOT NULL,
	`target_language` text NOT NULL,
	`licence` text NOT NULL,
	`origin` text NOT NULL,
	`generated` integer NOT NULL,
	`pair_count` integer NOT NULL,
	`distinct_sources` integer NOT NULL,
	`removed` text NOT NULL,
	`fingerprint` text NOT NULL,
	`bytes` integer NOT NULL,
	`created_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `corpora_slug_unique` ON `corpora` (`slug`);--> statement-breakpoint
CREATE UNIQUE INDEX `corpora_fingerprint_unique` ON `corpora` (`fingerprint`);--> statement-breakpoint
CREATE TABLE `login_tokens` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`expires_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `logs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`run_id` text NOT NULL,
	`attempt` integer NOT NULL,
	`time_ms` integer NOT NULL,
	`level` text NOT NULL,
	`text` text NOT NULL,
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `logs_run` ON `logs` (`run_id`,`id`);--> statement-breakpoint
CREATE TABLE `point_chunks` (
	`run_id` text NOT NULL,
	`metric` text NOT NULL,
	`first_step` integer NOT NULL,
	`last_step` integer NOT NULL,
	`count` integer NOT NULL,
	`steps` blob NOT NULL,
	`point_values` blob NOT NULL,
	`times_ms` blob NOT NULL,
	PRIMARY KEY(`run_id`, `metric`, `first_step`),
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `runs` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`sweep_id` text NOT NULL,
	`variant_index` integer NOT NULL,
	`seed` integer NOT NULL,
	`state` text DEFAULT 'queued' NOT NULL,
	`cancel_requested` integer DEFAULT false NOT NULL,
	`attempt` integer DEFAULT 0 NOT NULL,
	`lost_attempts` integer DEFAULT 0 NOT NULL,
	`lease_token` text,
	`lease_expires_at_ms` integer,
	`worker_id` text,
	`last_sequence` integer DEFAULT 0 NOT NULL,
	`last_report_at_ms` integer,
	`started_at_ms` integer,
	`attempt_started_at_ms` integer,
	`finished_at_ms` integer,
	`trained_ms` integer DEFAULT 0 NOT NULL,
	`progress` text,
	`facts` text,
	`result` text DEFAULT '{"bestStep":null,"bestEpoch":null,"atBest":{},"last":{}}' NOT NULL,
	`objective_value` real,
	`error_code` text,
	`error_message` text,
	FOREIGN KEY (`sweep_id`) REFERENCES `sweeps`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`worker_id`) REFERENCES `workers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `runs_id_unique` ON `runs` (`id`);--> statement-breakpoint
CREATE INDEX `runs_sweep` ON `runs` (`sweep_id`,`state`);--> statement-breakpoint
CREATE INDEX `runs_state` ON `runs` (`state`,`position`);--> statement-breakpoint
CREATE TABLE `samples` (
	`run_id` text NOT NULL,
	`step` integer NOT NULL,
	`split` text NOT NULL,
	`epoch` integer NOT NULL,
	`items` text NOT NULL,
	PRIMARY KEY(`run_id`, `step`, `split`),
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`expires_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sweeps` (
	`id` text PRIMARY KEY NOT NULL,
	`corpus_id` text NOT NULL,
	`spec` text NOT NULL,
	`dropped` text NOT NULL,
	`variant_count` integer NOT NULL,
	`created_at_ms` integer NOT NULL,
	FOREIGN KEY (`corpus_id`) REFERENCES `corpora`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `variants` (
	`sweep_id` text NOT NULL,
	`variant_index` integer NOT NULL,
	`levels` text NOT NULL,
	`settings` text NOT NULL,
	`config` text NOT NULL,
	`parameter_count` integer NOT NULL,
	PRIMARY KEY(`sweep_id`, `variant_index`),
	FOREIGN KEY (`sweep_id`) REFERENCES `sweeps`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `workers` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`hostname` text NOT NULL,
	`pid` integer NOT NULL,
	`engine` text NOT NULL,
	`device` text NOT NULL,
	`threads` integer NOT NULL,
	`version` text NOT NULL,
	`last_seen_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `workers_hostname_name` ON `workers` (`hostname`,`name`);