CREATE TABLE `api_tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`token_hash` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`last_used_at_ms` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_tokens_token_hash_unique` ON `api_tokens` (`token_hash`);--> statement-breakpoint
CREATE TABLE `models` (
	`run_id` text NOT NULL,
	`moment` text NOT NULL,
	`step` integer NOT NULL,
	`epoch` real NOT NULL,
	`sha256` text NOT NULL,
	`bytes` integer NOT NULL,
	`created_at_ms` integer NOT NULL,
	PRIMARY KEY(`run_id`, `moment`),
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `models_file` ON `models` (`sha256`);--> statement-breakpoint
ALTER TABLE `sweeps` ADD `owner` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `sweeps` ADD `notes` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `sweeps` ADD `tags` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `sweeps` ADD `archived_at_ms` integer;--> statement-breakpoint
ALTER TABLE `workers` ADD `duty` text DEFAULT 'work' NOT NULL;