/** A chart and, for whoever cannot or would rather not see it, the same figures as a table. Loaded only where charts are. */
import { useComputedColorScheme } from "@mantine/core";
import { BarChart, FunnelChart, LineChart, PieChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { type EChartsCoreOption, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import classes from "./chart.module.css";

use([BarChart, FunnelChart, LineChart, PieChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export interface Series {
  name: string;
  values: number[];
}

export interface Drawn {
  kind: "bar" | "line" | "pie" | "funnel";
  x: string[];
  series: Series[];
}

interface Props {
  drawn: Drawn;
  label: string;
  write: (value: number) => string;
  onPick?: (place: number) => void;
  height?: number;
}

const HUES = ["#0b7567", "#4a6fa5", "#b8862b", "#8a63ad", "#9eaaa6", "#a8441f", "#2f8f5b", "#c26d8e"];

interface Paint {
  ink: string;
  quiet: string;
  line: string;
  surface: string;
}

function paintOf(element: HTMLElement): Paint {
  const read = (name: string) => getComputedStyle(element).getPropertyValue(name).trim();
  return { ink: read("--ink"), quiet: read("--quiet"), line: read("--line"), surface: read("--surface") };
}

function slices({ x, series, kind }: Drawn, paint: Paint): EChartsCoreOption {
  const data = x.map((name, place) => ({ name, value: series[0]?.values[place] ?? 0 }));
  const label = { color: paint.ink };
  if (kind === "funnel")
    return {
      series: [
        {
          type: "funnel",
          data,
          sort: "none",
          gap: 3,
          top: 8,
          bottom: 8,
          left: 0,
          width: "68%",
          minSize: "14%",
          label: { ...label, position: "right", formatter: "{b}  {c}" },
          itemStyle: { borderWidth: 0 },
        },
      ],
    };
  return {
    legend: { bottom: 0, type: "scroll", textStyle: { color: paint.ink } },
    series: [
      {
        type: "pie",
        data,
        radius: ["48%", "74%"],
        center: ["50%", "44%"],
        label: { show: false },
        itemStyle: { borderColor: paint.surface, borderWidth: 2 },
      },
    ],
  };
}

function axes({ x, series, kind }: Drawn, paint: Paint, write: Props["write"]): EChartsCoreOption {
  const isLong = x.some((each) => each.length > 9) && kind === "bar";
  const names = {
    type: "category",
    data: x,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: paint.line } },
    axisLabel: { color: paint.quiet, width: 130, overflow: "truncate" },
  };
  const values = {
    type: "value",
    splitLine: { lineStyle: { color: paint.line } },
    axisLabel: { color: paint.quiet, formatter: write },
  };
  return {
    grid: { left: 8, right: 16, top: series.length > 1 ? 34 : 14, bottom: 6, containLabel: true },
    legend: series.length > 1 ? { top: 0, textStyle: { color: paint.ink } } : undefined,
    xAxis: isLong ? values : names,
    yAxis: isLong ? { ...names, inverse: true } : values,
    series: series.map((each) => ({
      type: kind,
      name: each.name,
      data: each.values,
      barMaxWidth: 26,
      smooth: false,
      symbolSize: 6,
      itemStyle: { borderRadius: kind === "bar" ? 3 : 0 },
    })),
  };
}

export default function Chart({ drawn, label, write, onPick, height = 300 }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme("light");
  const pick = useRef(onPick);
  pick.current = onPick;
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const paint = paintOf(element);
    const chart = init(element);
    chart.setOption({
      color: HUES,
      animation: false,
      darkMode: scheme === "dark",
      textStyle: { fontFamily: getComputedStyle(element).fontFamily },
      // Drawn on the canvas: a tooltip of HTML would write style attributes.
      tooltip: {
        trigger: drawn.kind === "bar" || drawn.kind === "line" ? "axis" : "item",
        renderMode: "richText",
        valueFormatter: (value: unknown) => write(Number(value)),
      },
      ...(drawn.kind === "pie" || drawn.kind === "funnel" ? slices(drawn, paint) : axes(drawn, paint, write)),
    });
    chart.on("click", (event) => pick.current?.(event.dataIndex));
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(element);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [drawn, scheme, write]);
  return <div ref={box} role="img" aria-label={label} className={classes.box} style={{ height }} />;
}
