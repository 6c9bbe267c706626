# What laeken and survey give for explain_samples.csv: explain_samples_peers.csv is what Rscript explain_samples.R prints
suppressPackageStartupMessages({library(survey); library(laeken)})
x <- read.csv("explain_samples.csv")
line <- 700
say <- function(peer, sample, measure, value) cat(peer, sample, measure, sprintf("%.17g", value), sep = ",", "\n")
for (peer in c("laeken", "survey")) cat(peer, "version", as.character(packageVersion(peer)), "\n", sep = ",")
for (sample in unique(x$sample)) {
  y <- x[x$sample == sample, ]
  say("laeken", sample, "gini", gini(y$welfare, y$weight)$value / 100)
  say("laeken", sample, "s80s20", qsr(y$welfare, y$weight)$value)
  for (p in c(10, 20, 25, 50, 75, 80, 90)) say("laeken", sample, paste0("quantile_", p), laeken:::weightedQuantile(y$welfare, y$weight, p / 100))
  design <- svydesign(ids = ~1, weights = ~weight, data = y)
  design$variables$poor <- 100 * (y$welfare < line)
  design$variables$gap <- 100 * pmax(1 - y$welfare / line, 0)
  for (measure in c("mean", "p0", "p1")) {
    m <- svymean(switch(measure, mean = ~welfare, p0 = ~poor, p1 = ~gap), design)
    say("survey", sample, measure, coef(m)); say("survey", sample, paste0(measure, "_se"), SE(m))
    ci <- confint(m)
    say("survey", sample, paste0(measure, "_ci_low"), ci[1]); say("survey", sample, paste0(measure, "_ci_high"), ci[2])
  }
}
