# What laeken and survey give for explain.csv: explain_peers.csv is what Rscript explain.R prints
suppressPackageStartupMessages({library(survey); library(laeken)})
x <- read.csv("explain.csv")
x$w <- x$weight * x$size
x$cluster <- interaction(x$stratum, x$psu, drop = TRUE)
line <- 700
say <- function(peer, sample, measure, value) cat(peer, sample, measure, sprintf("%.17g", value), sep = ",", fill = FALSE, "\n")
version <- function(peer) cat(peer, "version", as.character(packageVersion(peer)), "\n", sep = ",")
version("laeken"); version("survey")
for (sample in c("all", "positive")) {
  y <- if (sample == "all") x else x[x$welfare > 0, ]
  say("laeken", sample, "gini", gini(y$welfare, y$w)$value / 100)
  say("laeken", sample, "s80s20", qsr(y$welfare, y$w)$value)
  for (p in c(10, 25, 50, 75, 90)) say("laeken", sample, paste0("quantile_", p), laeken:::weightedQuantile(y$welfare, y$w, p / 100))
}
several <- x[x$stratum != 3, ]
design <- svydesign(ids = ~cluster, strata = ~stratum, weights = ~w, data = several)
for (measure in c("p0", "mean")) {
  design$variables$v <- if (measure == "p0") 100 * (several$welfare < line) else several$welfare
  m <- svymean(~v, design)
  say("survey", "several", measure, coef(m)); say("survey", "several", paste0(measure, "_se"), SE(m))
  ci <- confint(m)
  say("survey", "several", paste0(measure, "_ci_low"), ci[1]); say("survey", "several", paste0(measure, "_ci_high"), ci[2])
}
for (p in c(10, 20, 50, 80)) say("laeken", "ten", paste0("quantile_", p), laeken:::weightedQuantile(1:10, rep(1, 10), p / 100))
say("laeken", "ten", "s80s20", qsr(1:10)$value)
options(survey.lonely.psu = "fail")
lonely <- svydesign(ids = ~cluster, strata = ~stratum, weights = ~w, data = x)
cat("survey,all,lonely,", if (inherits(try(svymean(~welfare, lonely), silent = TRUE), "try-error")) "error" else "none", "\n", sep = "")
