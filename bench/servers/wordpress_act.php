<?php
// Acts on a WordPress site through its own functions: `php wordpress_act.php SITE_FOLDER < act.json > answer.json`.
// Dates are UTC, "Y-m-d H:i:s".
$act = json_decode(stream_get_contents(STDIN), true, 64, JSON_THROW_ON_ERROR);
if ($act['do'] === 'install') {
    define('WP_INSTALLING', true);
    function wp_new_blog_notification() {} // would send a mail
}
$_SERVER['HTTP_HOST'] = $act['host'];
$_SERVER['REQUEST_URI'] = '/';
require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

function act_result($result) {
    if (is_wp_error($result)) {
        fwrite(STDERR, $result->get_error_message());
        exit(1);
    }
    return $result;
}

function act_install($act) {
    global $wp_rewrite;
    // WordPress asks itself whether addresses of words work; on a busy machine the answer comes too late and it says no.
    add_filter('pre_http_request', fn() => new WP_Error('off'));
    wp_install($act['title'], 'founder_of_site', 'founder@localhost.invalid', true, '', wp_generate_password());
    wp_delete_post(1, true); // "Hello world!"
    update_option('timezone_string', 'Asia/Shanghai');
    update_option('posts_per_rss', 20);
    $wp_rewrite->set_permalink_structure('/%postname%/');
    flush_rewrite_rules();
    return array_map(fn($one) => act_result(wp_insert_user([
        'user_login' => $one['login'],
        'user_pass' => wp_generate_password(),
        'user_email' => $one['login'] . '@localhost.invalid',
        'display_name' => $one['name'],
        'nickname' => $one['name'],
        'last_name' => $one['real'],
        'role' => 'author',
    ])), $act['people']);
}

function act_publish($act) {
    kses_remove_filters(); // an administrator may write any markup
    return array_map(fn($one) => act_result(wp_insert_post(wp_slash([
        'post_title' => $one['title'],
        'post_content' => $one['text'],
        'post_status' => 'publish',
        'post_author' => $one['user'],
        'post_name' => $one['key'],
        'post_date_gmt' => $one['when'],
        'post_date' => get_date_from_gmt($one['when']),
        'post_category' => [wp_create_category($one['category'])],
    ]), true)), $act['posts']);
}

function act_edit($act) {
    kses_remove_filters();
    return act_result(wp_update_post(wp_slash(['ID' => $act['id'], 'post_content' => $act['text']]), true));
}

function act_comment($act) {
    return wp_insert_comment(wp_slash([
        'comment_post_ID' => $act['id'],
        'comment_author' => $act['name'],
        'comment_content' => $act['text'],
    ]));
}


echo json_encode(('act_' . $act['do'])($act));
