CREATE TABLE `artifact_contents` (
	`sha256` text PRIMARY KEY NOT NULL,
	`content` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `artifacts` (
	`run_id` text NOT NULL,
	`name` text NOT NULL,
	`media_type` text NOT NULL,
	`sha256` text NOT NULL,
	PRIMARY KEY(`run_id`, `name`),
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`sha256`) REFERENCES `artifact_contents`(`sha256`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `artifacts_content` ON `artifacts` (`sha256`);--> statement-breakpoint
CREATE TABLE `hypotheses` (
	`run_id` text NOT NULL,
	`moment` text NOT NULL,
	`first_sentence` integer NOT NULL,
	`step` integer NOT NULL,
	`epoch` real NOT NULL,
	`test_set` text NOT NULL,
	`items` text NOT NULL,
	PRIMARY KEY(`run_id`, `moment`, `first_sentence`),
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `scores` (
	`run_id` text NOT NULL,
	`moment` text NOT NULL,
	`metric` text NOT NULL,
	`value` real,
	`signature` text NOT NULL,
	`step` integer NOT NULL,
	`epoch` real NOT NULL,
	`test_set` text NOT NULL,
	`sentences` integer NOT NULL,
	PRIMARY KEY(`run_id`, `moment`, `metric`),
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `test_set_parts` (
	`test_set` text NOT NULL,
	`first_sentence` integer NOT NULL,
	`items` text NOT NULL,
	PRIMARY KEY(`test_set`, `first_sentence`)
);
--> statement-breakpoint
-- 'words' on the target side was Intl.Segmenter, which now has its own name for both sides.
UPDATE `variants` SET
	`config` = CASE WHEN json_extract(`config`, '$.targetTokenizer') = 'words'
		THEN json_set(`config`, '$.targetTokenizer', 'segmenter') ELSE `config` END,
	`settings` = CASE WHEN json_extract(`settings`, '$.targetTokenizer') = 'words'
		THEN json_set(`settings`, '$.targetTokenizer', 'segmenter') ELSE `settings` END,
	`levels` = CASE WHEN json_extract(`levels`, '$.targetTokenizer') = 'words'
		THEN json_set(`levels`, '$.targetTokenizer', 'segmenter') ELSE `levels` END;
--> statement-breakpoint
UPDATE `sweeps` SET `spec` = json_set(`spec`, '$.base.targetTokenizer', 'segmenter')
WHERE json_extract(`spec`, '$.base.targetTokenizer') = 'words';
--> statement-breakpoint
UPDATE `sweeps` SET `spec` = json_set(`spec`, '$.factors.targetTokenizer', json((
	SELECT json_group_array(CASE WHEN `value` = 'words' THEN 'segmenter' ELSE `value` END)
	FROM json_each(`spec`, '$.factors.targetTokenizer')
)))
WHERE json_type(`spec`, '$.factors.targetTokenizer') = 'array';
