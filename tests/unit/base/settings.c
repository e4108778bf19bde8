/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Settings and the files they come from, and what reaches the log. */
#include "support/expect.h"
#include "base/file.h"
#include "base/log.h"
#include "base/settings.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *path_in(arena *a, const char *folder, const char *name)
{
	buf b = BUF(a);
	buf_printf(&b, "%s/%s", folder, name);
	return str_c(a, buf_view(&b));
}

static int make_folder(void **state)
{
	static const char template[] = "/tmp/waymark-base-XXXXXX";
	char *folder = calloc(1, sizeof template);
	memcpy(folder, template, sizeof template);
	*state = mkdtemp(folder);
	return *state == NULL;
}

static int remove_folder(void **state)
{
	int failed = rmdir(*state); /* fails where a test left a file behind */
	free(*state);
	return failed;
}

static void defaults_keep_their_own_limits(void **state)
{
	(void)state;
	ARENA(a);
	settings s = settings_initial(&a);
	expect_text(s.listen, "127.0.0.1:8080");
	expect_text(s.time_zone, "Europe/London");
	for (size_t i = 0; i < setting_count; i++) {
		const setting *of = &setting_table[i];
		str why;
		assert_true(strlen(of->help) > 10 && of->most > 0);
		if (of->type == SETTING_TEXT) continue;
		buf least = BUF(&a), over = BUF(&a), under = BUF(&a);
		buf_int(&least, of->least);
		buf_int(&over, of->most + 1);
		buf_int(&under, of->least - 1);
		assert_int_equal(settings_set(&a, &s, str_of(of->name), buf_view(&least), &why), OK);
		assert_int_equal(*(int64_t *)(void *)((char *)&s + of->offset), of->least);
		assert_int_equal(settings_set(&a, &s, str_of(of->name), buf_view(&over), &why), E_LIMIT);
		assert_int_equal(settings_set(&a, &s, str_of(of->name), buf_view(&under), &why), E_LIMIT);
		assert_int_equal(*(int64_t *)(void *)((char *)&s + of->offset), of->least);
	}
}

static void refusals_say_what_to_write(void **state)
{
	(void)state;
	ARENA(a);
	settings s = settings_initial(&a);
	str why = STR_NONE;
	assert_int_equal(settings_set(&a, &s, S("workers"), S("many"), &why), E_INVALID);
	expect_text(why, "Write workers as a whole number of threads from 1 to 256.");
	assert_int_equal(settings_set(&a, &s, S("wokers"), S("8"), &why), E_NOT_FOUND);
	expect_contains(why, "There is no setting wokers. The settings are db, listen, time_zone,");
	assert_int_equal(settings_set(&a, &s, S("area_name"), S("two\nlines"), &why), E_INVALID);
	expect_text(why, "Write area_name as one line of UTF-8 text.");
	assert_int_equal(settings_set(&a, &s, S("desk_telephone"),
	                              S("01234 567890 01234 567890 01234 567890 01234 567890"), &why),
	                 E_LIMIT);
	expect_text(why, "Write desk_telephone in at most 40 bytes.");
	assert_int_equal(settings_set(&a, &s, S("time-zone"), S("Europe/Dublin"), &why), OK); /* as --time-zone */
	expect_text(s.time_zone, "Europe/Dublin");
}

static void a_file_is_read_line_by_line(void **state)
{
	ARENA(a);
	settings s = settings_initial(&a);
	str why = STR_NONE;
	const char *path = path_in(&a, *state, "waymark.conf");
	assert_int_equal(file_write(&a, path, S("# the area\r\n\n  workers = 3 \narea_name = North = South"), 0600),
	                 OK);
	assert_int_equal(settings_read_file(&a, &s, path, &why), OK);
	assert_int_equal(s.workers, 3);
	expect_text(s.area_name, "North = South");
	assert_int_equal(file_write(&a, path, S("workers=4\n# fine\nworkers: 5\n"), 0600), OK);
	assert_int_equal(settings_read_file(&a, &s, path, &why), E_INVALID);
	expect_contains(why, "waymark.conf, line 3: Write NAME = VALUE");
	unlink(path);
	assert_int_equal(settings_read_file(&a, &s, path, &why), E_IO);
	expect_contains(why, "cannot be read");
}

static void the_environment_goes_over_the_file(void **state)
{
	(void)state;
	ARENA(a);
	settings s = settings_initial(&a);
	str why = STR_NONE;
	setenv("WAYMARK_IDLE_MINUTES", "7", 1);
	assert_int_equal(settings_read_environment(&a, &s, &why), OK);
	assert_int_equal(s.idle_minutes, 7);
	setenv("WAYMARK_IDLE_MINUTES", "0", 1);
	assert_int_equal(settings_read_environment(&a, &s, &why), E_LIMIT);
	expect_text(why, "Write idle_minutes as a whole number of minutes from 1 to 720.");
	unsetenv("WAYMARK_IDLE_MINUTES");
}

static void files_are_written_whole(void **state)
{
	ARENA(a);
	const char *path = path_in(&a, *state, "key");
	struct stat about;
	str back;
	assert_int_equal(file_read(&a, path, 100, &back), E_NOT_FOUND);
	assert_int_equal(file_write(&a, path, S("first"), 0600), OK);
	assert_int_equal(file_write(&a, path, S("second"), 0640), OK);
	assert_int_equal(file_read(&a, path, 6, &back), OK);
	expect_text(back, "second");
	assert_int_equal(stat(path, &about), 0);
	assert_int_equal(about.st_mode & 0777, 0640);
	assert_int_equal(file_read(&a, path, 5, &back), E_LIMIT);
	assert_int_equal(file_write(&a, path_in(&a, *state, "none/key"), S("x"), 0600), E_IO);
	assert_int_equal(file_read(&a, *state, 1 << 20, &back), E_IO); /* a folder */
	unlink(path);
}

static void a_file_without_a_size_is_read(void **state)
{
	(void)state;
	ARENA(a);
	str bytes;
	assert_int_equal(file_read(&a, "/proc/self/status", 1 << 20, &bytes), OK);
	expect_contains(bytes, "VmPeak");
	assert_int_equal(file_read(&a, "/dev/zero", 100000, &bytes), E_LIMIT);
}

/* What log_event and log_trail wrote, by putting a file in the place of standard error. */
static void the_log_takes_events_and_numbers(void **state)
{
	ARENA(a);
	const char *path = path_in(&a, *state, "log");
	int kept = dup(STDERR_FILENO), file = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0600);
	str written;
	dup2(file, STDERR_FILENO);
	log_event((instant){ 0 }, "request", (log_number[]){ LOG_NUMBER("status", 200), LOG_NUMBER("ms", -3) }, 2);
	log_trail((instant){ 1 }, "append", &(trail){ .code = E_IO, .file = "src/x.c", .line = 7, .detail = 28 });
	dup2(kept, STDERR_FILENO);
	close(kept);
	close(file);
	assert_int_equal(file_read(&a, path, 1000, &written), OK);
	expect_text(written, "1970-01-01T00:00:00.000Z request status=200 ms=-3\n"
	                     "1970-01-01T00:00:00.001Z append input/output at src/x.c:7 detail=28\n");
	unlink(path);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults_keep_their_own_limits),
		cmocka_unit_test(refusals_say_what_to_write),
		cmocka_unit_test(a_file_is_read_line_by_line),
		cmocka_unit_test(the_environment_goes_over_the_file),
		cmocka_unit_test(files_are_written_whole),
		cmocka_unit_test(a_file_without_a_size_is_read),
		cmocka_unit_test(the_log_takes_events_and_numbers),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
