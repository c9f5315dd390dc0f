<?php
// PHP's own web server: files as they are, everything else to WordPress, as Apache's rewrite rules do.
// Each request is noted on standard error as `asked: 200 GET /feed/ | user agent`.
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
register_shutdown_function(function () {
    $agent = $_SERVER['HTTP_USER_AGENT'] ?? '';
    $line = http_response_code() . ' ' . $_SERVER['REQUEST_METHOD'] . ' ' . $_SERVER['REQUEST_URI'];
    file_put_contents('php://stderr', "asked: $line | $agent\n");
});
if ($path !== '/' && is_file($_SERVER['DOCUMENT_ROOT'] . $path)) {
    return false;
}
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
require $_SERVER['DOCUMENT_ROOT'] . '/index.php';
