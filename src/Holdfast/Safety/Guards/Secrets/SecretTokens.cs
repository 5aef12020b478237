using System.Buffers;
using static Holdfast.Safety.Guards.Secrets.SecretText;

namespace Holdfast.Safety.Guards.Secrets;

/// <summary>The published forms of providers' keys.</summary>
internal static class SecretTokens
{
    /// <summary>No key that is made up of one alphabet is longer.</summary>
    public const int Longest = 4096;

    private static readonly SearchValues<char> SourcegraphAlphabet = SearchValues.Create("ABCDEFabcdef0123456789_");
    private static readonly SearchValues<char> WebhookAlphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_-");
    private static readonly SearchValues<char> LowerHexDash = SearchValues.Create("abcdef0123456789-");

    /// <summary>Every form, in any order.</summary>
    public static SecretToken[] All { get; } =
    [
        // Clouds
        new("aws-access-token", "AKIA", Upper, 16, 16), new("aws-access-token", "ASIA", Upper, 16, 16), new("aws-access-token", "ABIA", Upper, 16, 16), new("aws-access-token", "ACCA", Upper, 16, 16), new("aws-access-token", "A3T", Upper, 17, 17),
        new("aws-bedrock", "ABSK", Base64, 109, 269), new("gcp-api-key", "AIza", Word, 35, 35), new("google-oauth", "GOCSPX-", Word, 28, 28), new("google-oauth", "ya29.", Word, 20, 400),
        new("digitalocean", "dop_v1_", LowerHex, 64, 64), new("digitalocean", "doo_v1_", LowerHex, 64, 64), new("digitalocean", "dor_v1_", LowerHex, 64, 64), new("alibaba", "LTAI", Letters, 20, 20), new("cloudflare-origin-ca-key", "v1.0-", Word, 100, 180),
        new("heroku", "HRKU-", Word, 36, 60), new("flyio-access-token", "fo1_", Word, 43, 43), new("flyio-access-token", "fm1a_", Base64, 100, Longest), new("flyio-access-token", "fm1r_", Base64, 100, Longest), new("flyio-access-token", "fm2_", Base64, 100, Longest),
        new("clickhouse-cloud-api-secret-key", "4b1d", Letters, 38, 38), new("planetscale", "pscale_tkn_", Dotted, 32, 64), new("planetscale", "pscale_pw_", Dotted, 32, 64), new("planetscale", "pscale_oauth_", Dotted, 32, 64), new("databricks", "dapi", LowerHex, 32, 34),
        new("pulumi-api-token", "pul-", LowerHex, 40, 40), new("infracost-api-token", "ico-", Letters, 32, 32), new("vault-service-token", "hvs.", Word, 90, 200), new("vault-batch-token", "hvb.", Word, 130, 400), new("vault-service-token", "s.", Letters, 24, 24, Check: static r => r.ContainsAnyInRange('0', '9') && r.ContainsAnyInRange('a', 'z')),
        new("terraform", "atlasv1.", Base64, 60, 70), new("doppler", "dp.pt.", Letters, 43, 43), new("age-secret-key", "AGE-SECRET-KEY-1", Upper, 58, 58), new("1password-service-account-token", "ops_eyJ", Base64, 250, Longest), new("1password-secret-key", "A3-", Word, 30, 40, Check: static r => r.Count('-') == 5),

        // Code and packages
        new("github-pat", "ghp_", Letters, 36, 36), new("github-oauth", "gho_", Letters, 36, 36), new("github-app-token", "ghu_", Letters, 36, 36), new("github-app-token", "ghs_", Letters, 36, 36), new("github-refresh-token", "ghr_", Letters, 36, 76), new("github-fine-grained-pat", "github_pat_", Word, 82, 82),
        new("gitlab-pat", "glpat-", Dotted, 20, 300), new("gitlab", "gldt-", Word, 20, 20), new("gitlab", "glft-", Word, 20, 20), new("gitlab", "glsoat-", Word, 20, 20), new("gitlab", "glrt-", Dotted, 20, 300), new("gitlab", "glcbt-", Word, 17, 40), new("gitlab", "glimt-", Word, 25, 25), new("gitlab", "glptt-", Word, 40, 40),
        new("gitlab", "glagent-", Word, 50, 1024), new("gitlab", "gloas-", Word, 64, 64), new("gitlab", "glffct-", Word, 20, 20), new("gitlab-rrt", "GR1348941", Word, 20, 50), new("npm-access-token", "npm_", Letters, 36, 36), new("pypi-token", "pypi-AgEIcHlwaS5vcmc", Word, 50, 1000, Varied: false), new("pypi-token", "pypi-AgENdGVzdC5weXBpLm9yZ", Word, 50, 1000, Varied: false),
        new("rubygems", "rubygems_", LowerHex, 48, 48), new("nuget", "oy2", Lower, 43, 43), new("docker", "dckr_pat_", Word, 27, 27), new("sonar-api-token", "squ_", Lower, 40, 40), new("sonar-api-token", "sqp_", Lower, 40, 40), new("sonar-api-token", "sqa_", Lower, 40, 40),
        new("sourcegraph-access-token", "sgp_local_", Hex, 40, 40), new("sourcegraph-access-token", "sgp_", SourcegraphAlphabet, 40, 57, Check: static r => r.Length == 40 ? !r.Contains('_') : r.Length == 57 && r[16] == '_' && r.Count('_') == 1), new("atlassian-api-token", "ATATT3", Base64, 186, 186), new("bitbucket", "ATBB", Letters, 32, 32), new("artifactory-api-key", "AKCp", Letters, 69, 69), new("artifactory-reference-token", "cmVmd", Letters, 59, 59),
        new("artifactory", "AKC", Letters, 10, 100, Varied: false), new("artifactory", "AP", Letters, 11, 100, Varied: false, Check: static r => char.IsAsciiHexDigit(r[0]) && !char.IsAsciiLetterLower(r[0]) && r[1..].ContainsAnyInRange('a', 'z')), new("postman", "PMAK-", Word, 59, 59), new("grafana", "glc_", Base64, 32, 400), new("grafana", "glsa_", Word, 41, 41), new("sentry", "sntrys_eyJ", Base64, 60, Longest), new("sentry", "sntryu_", LowerHex, 64, 64), new("newrelic", "NRAK-", Letters, 27, 27), new("newrelic", "NRJS-", Letters, 19, 19),

        // Models
        new("anthropic-api-key", "sk-ant-", Word, 90, 120), new("openai-api-key", "sk-proj-", Word, 40, 200), new("openai-api-key", "sk-svcacct-", Word, 40, 200), new("openai-api-key", "sk-admin-", Word, 40, 200), new("openai-api-key", "sk-", Word, 32, 200, Check: static r => r.ContainsAnyInRange('0', '9') && r.ContainsAnyInRange('a', 'z') && r.ContainsAnyInRange('A', 'Z')), new("openrouter", "sk-or-v1-", LowerHex, 64, 64),
        new("huggingface-access-token", "hf_", Letters, 34, 34, Check: static r => Entropy(r) > 3), new("huggingface-organization-api-token", "api_org_", Letters, 34, 34), new("perplexity-api-key", "pplx-", Letters, 48, 48), new("groq", "gsk_", Letters, 52, 52), new("xai", "xai-", Letters, 80, 80), new("replicate", "r8_", Letters, 37, 37),

        // Money, messages, offices
        new("stripe-access-token", "sk_live_", Letters, 10, 99), new("stripe-access-token", "sk_test_", Letters, 10, 99), new("stripe-access-token", "rk_live_", Letters, 10, 99), new("stripe-access-token", "rk_test_", Letters, 10, 99), new("stripe-access-token", "whsec_", Base64, 24, 80), new("square-access-token", "sq0atp-", Word, 22, 60), new("square-secret", "sq0csp-", Word, 43, 60), new("square-access-token", "EAAA", Word, 60, 60),
        new("shopify", "shpat_", Hex, 32, 32), new("shopify", "shpca_", Hex, 32, 32), new("shopify", "shppa_", Hex, 32, 32), new("shopify", "shpss_", Hex, 32, 32), new("facebook-page-access-token", "EAAC", Letters, 96, 400), new("facebook-page-access-token", "EAAM", Letters, 96, 400), new("facebook-page-access-token", "EAAB", Letters, 96, 400),
        new("slack-bot-token", "xoxb-", Word, 20, 90, Check: static r => r[0] is >= '0' and <= '9'), new("slack-user-token", "xoxp-", Word, 20, 110, Check: static r => r[0] is >= '0' and <= '9'), new("slack-user-token", "xoxe-", Word, 30, 300, Check: static r => r[0] is >= '0' and <= '9'), new("slack-config-access-token", "xoxe.xoxp-", Word, 60, 300), new("slack-config-access-token", "xoxe.xoxb-", Word, 60, 300),
        new("slack-legacy-token", "xoxs-", Word, 20, 110, Check: static r => r[0] is >= '0' and <= '9'), new("slack-legacy-token", "xoxo-", Word, 20, 110, Check: static r => r[0] is >= '0' and <= '9'), new("slack-legacy-workspace-token", "xoxa-", Word, 8, 110, Check: static r => r[0] is >= '0' and <= '9'), new("slack-legacy-workspace-token", "xoxr-", Word, 8, 110, Check: static r => r[0] is >= '0' and <= '9'), new("slack-app-token", "xapp-", Word, 30, 120, Check: static r => r[0] is >= '0' and <= '9'),
        new("slack-webhook-url", "https://hooks.slack.com/", WebhookAlphabet, 40, 120), new("twilio", "SK", Lower, 32, 32, Varied: false), new("twilio", "AC", Lower, 32, 32, Varied: false), new("sendgrid", "SG.", Dotted, 66, 66), new("mailgun", "key-", LowerHex, 32, 32), new("mailchimp", "md-", Word, 22, 22), new("sendinblue", "xkeysib-", Word, 81, 81),
        new("notion-api-token", "ntn_", Letters, 46, 46, Check: static r => r[..11].IndexOfAnyExceptInRange('0', '9') < 0), new("notion-api-token", "secret_", Letters, 43, 43), new("linear", "lin_api_", Letters, 40, 40), new("airtable", "pat", Dotted, 79, 79, Check: static r => r[14] == '.'), new("figma", "figd_", Word, 40, 60), new("dropbox", "sl.", Word, 130, 160), new("typeform", "tfp_", Dotted, 59, 59), new("hubspot", "pat-na1-", LowerHexDash, 36, 36), new("hubspot", "pat-eu1-", LowerHexDash, 36, 36),
        new("okta-access-token", "00", Word, 40, 40, Check: static r => Entropy(r) > 4),
    ];
}
